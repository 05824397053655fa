import { asPort } from "../hosts/link.ts";
import type { Bond } from "../hosts/model.ts";
import { type Stated, stated } from "../text/section.ts";
import type { RawFinding, Rule } from "./rule.ts";
import { dump, ipAddr, KERNEL_DOC } from "./samples.ts";
import { evidenceOf, listOf, nameOf, placesOf } from "./words.ts";

export const mtuMismatch: Rule = {
  id: "mtu-mismatch",
  entry: "R87",
  title: "MTUs that do not fit",
  why:
    "The driver gives a port the bond's MTU when it is enslaved. A port that was set back later drops what is larger, so small " +
    "packets pass and large ones are lost; so are those of a VLAN or bridge that takes more than the bond below it.",
  guards: [
    "A smaller MTU on top of the bond is in order, and so is any MTU of another bridge port.",
    "A port that takes more than the bond sends loses nothing, and is a warning only.",
  ],
  remedy:
    "Set the MTU on the bond's profile, which hands it to the ports: `nmcli con modify BOND 802-3-ethernet.mtu 9000`.",
  references: [KERNEL_DOC],
  examples: {
    hit: { title: "a port set back", captures: [ipAddr({ bond0: { mtu: 9000 }, eno1: { mtu: 9000 } })] },
    clean: { title: "a smaller VLAN", captures: [ipAddr({ "bond0.10@bond0": { mtu: 1400 } })] },
    absent: { title: "no MTU was captured", captures: [dump({ miimon: 100 })] },
  },
  *check(bond) {
    const mtu = stated(bond.own.map((link) => link.mtu));
    if (!mtu) return;
    yield* ofPorts(bond, mtu);
    for (const name of new Set(bond.stacked.map((link) => link.name.value))) {
      const links = bond.stacked.filter((link) => link.name.value === name);
      const kind = links.find((link) => link.kind)?.kind?.value ?? "vlan";
      const above = stated(links.map((link) => link.mtu));
      if (!above || above.value <= mtu.value || !/^(?:vlan|bridge|macvlan)$/.test(kind)) continue;
      yield {
        rule: "mtu-mismatch",
        severity: "warning",
        confidence: "high",
        impact: "degraded",
        message: `${name} takes packets of ${above.value} bytes, but ${nameOf(bond)} below it only ${mtu.value}: larger ones are lost.`,
        places: above.facts,
        related: evidenceOf(`MTU of ${nameOf(bond)}: ${mtu.value}`, mtu),
      };
    }
  },
};

function* ofPorts(bond: Bond, mtu: Stated<number>): Generator<RawFinding> {
  const others = bond.ports.flatMap((port) => {
    const own = stated(asPort(port, bond).map((link) => link.mtu));
    return own && own.value !== mtu.value ? [{ port, own }] : [];
  });
  const smaller = others.filter(({ own }) => own.value < mtu.value);
  const told = smaller.length > 0 ? smaller : others;
  const [first] = told;
  const places = placesOf(...told.map(({ own }) => own));
  if (!first || !places) return;
  const ports = listOf(told.map(({ port, own }) => `${port.name} (MTU ${own.value})`));
  const idle = told.every(({ port }) => port.bonding.role?.value === "backup");
  const lost = idle ? "larger packets will be lost when it fails over" : "larger packets are lost there";
  yield {
    rule: "mtu-mismatch",
    ...(told.length === 1 && { port: first.port.name }),
    severity: smaller.length > 0 ? "error" : "warning",
    confidence: "high",
    impact: smaller.length === 0 ? "none" : idle ? "at-risk" : "degraded",
    message: `${nameOf(bond)} sends packets of ${mtu.value} bytes, and ${ports} ${smaller.length > 0 ? `takes less: ${lost}` : "was set to take more, which is of no use"}.`,
    places,
    related: evidenceOf(`MTU of ${nameOf(bond)}: ${mtu.value}`, mtu),
  };
}
