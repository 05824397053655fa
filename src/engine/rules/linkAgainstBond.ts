import { isUnmonitored, linkOf } from "../hosts/link.ts";
import type { Bond, Port } from "../hosts/model.ts";
import type { Stated } from "../text/section.ts";
import type { RawFinding, Rule } from "./rule.ts";
import { dump, ethtool, ipLink } from "./samples.ts";
import { evidenceOf, nameOf } from "./words.ts";

export const ethtoolDownBondUp: Rule = {
  id: "ethtool-down-bond-up",
  entry: "R03",
  title: "ethtool finds no link, the bond says up",
  why:
    "ethtool asks the network card itself. Where it finds no link while the driver calls the port up, the driver is not " +
    "looking, and keeps using a dead port.",
  guards: [
    "With a monitor running, ethtool alone may simply be from another moment: then `ip link` has to agree.",
    "Silent where another capture of the same port shows a link.",
  ],
  remedy: "Restore link monitoring first, then look at the cable, the optic and the switch port.",
  references: ["https://docs.kernel.org/networking/bonding.html"],
  examples: {
    hit: { title: "no link, reported up", captures: [dump({ miimon: 0 }), ethtool("eno1", "no")] },
    clean: { title: "both say up", captures: [dump({ miimon: 0 }), ethtool("eno1", "yes")] },
    absent: { title: "no ethtool captured", captures: [dump({ miimon: 0 })] },
  },
  *check(bond) {
    for (const port of bond.ports) {
      const { detected, carrier } = port.link;
      const agreed = isUnmonitored(bond) || carrier?.value === false;
      if (detected?.value === false && agreed)
        yield* contradiction(bond, port, "ethtool-down-bond-up", `ethtool finds no link on ${port.name}`, detected);
    }
  },
};

export const noCarrierBondUp: Rule = {
  id: "no-carrier-bond-up",
  entry: "R04",
  title: "ip link shows no carrier, the bond says up",
  why:
    "The flags of `ip link` are the network card's own view. NO-CARRIER, or a missing LOWER_UP, on a port that the driver " +
    "calls up means that the driver is not looking.",
  guards: [
    "With a monitor running it speaks only where one and the same `ip -d link` output shows both, so that no time lies between them.",
    "Silent while a delay is running (going down, going back) and where ethtool finds a link.",
  ],
  remedy: "Restore link monitoring first, then look at the cable, the optic and the switch port.",
  references: ["https://docs.kernel.org/networking/bonding.html"],
  examples: {
    hit: {
      title: "NO-CARRIER, reported up",
      captures: [dump({ miimon: 0 }), ipLink("eno1", "NO-CARRIER,BROADCAST,MULTICAST,SLAVE,UP", "DOWN")],
    },
    clean: {
      title: "carrier on both sides",
      captures: [dump({ miimon: 0 }), ipLink("eno1", "BROADCAST,MULTICAST,SLAVE,UP,LOWER_UP", "UP")],
    },
    absent: { title: "no ip link captured", captures: [dump({ miimon: 0 })] },
  },
  *check(bond) {
    for (const port of bond.ports) {
      const { carrier } = port.link;
      const source = carrier?.facts[0].section.kind === "sysfs" ? "sysfs" : "ip link";
      if (carrier?.value === false && (isUnmonitored(bond) || sameMoment(bond, port))) {
        const saying =
          port.link.adminUp?.value === false
            ? `${source} shows ${port.name} set down`
            : `${source} shows no carrier on ${port.name}`;
        yield* contradiction(bond, port, "no-carrier-bond-up", saying, carrier);
      }
    }
  },
};

/** `ip -d link` prints the flags and `mii_status` of a port in one go; with a delay they may differ for its length. */
function sameMoment(bond: Bond, port: Port): boolean {
  const miimon = Number(bond.kernel.options.get("miimon")?.value ?? "0");
  const delayed = ["updelay", "downdelay"] as const;
  if (miimon === 0 || delayed.some((name) => bond.kernel.options.get(name)?.value !== "0")) return false;
  return port.link.interfaces.some(
    (link) => link.port?.get("mii_status")?.value === "UP" && !link.flags.some((flag) => flag.value === "LOWER_UP"),
  );
}

function* contradiction(
  bond: Bond,
  port: Port,
  rule: "ethtool-down-bond-up" | "no-carrier-bond-up",
  observation: string,
  statement: Stated<unknown>,
): Generator<RawFinding> {
  const counted = port.bonding.mii === undefined ? isUnmonitored(bond) : port.bonding.mii.value !== "down";
  if (!counted || linkOf(port, bond).state !== "down") return;
  const status = port.bonding.mii?.value ?? "one of its ports";
  yield {
    rule,
    severity: "error",
    confidence: isUnmonitored(bond) ? "high" : "medium",
    impact: "degraded",
    port: port.name,
    message: `${observation}, but ${nameOf(bond)} counts it as ${status}.`,
    places: statement.facts,
    related: evidenceOf(`${nameOf(bond)} counts ${port.name} as ${status}`, port.bonding.mii),
  };
}
