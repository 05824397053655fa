import { modeOf } from "../hosts/link.ts";
import type { Bond, LogEvent } from "../hosts/model.ts";
import type { Rule } from "./rule.ts";
import { dump, KERNEL_DOC, kernelLog, lacpDump } from "./samples.ts";
import { evidenceOf, listOf, nameOf, namesOf, placesOf, subjectOf } from "./words.ts";

const FOM_ACTIVE = "fault-tolerance (active-backup) (fail_over_mac active)";

export const wifiInBond: Rule = {
  id: "wifi-in-bond",
  entry: "R64",
  title: "A Wi-Fi port in a bond",
  why:
    "An access point hears a station under one address and drops frames from another, and Wi-Fi reports no fixed speed and duplex. Only " +
    "active-backup suits it, with fail_over_mac=active so that the port sends under its own address.",
  guards: ["A hint, by names that begin with wl.", "Silent where the mode was not captured."],
  remedy: "mode=active-backup with fail_over_mac=active, and the cabled port as primary.",
  references: [KERNEL_DOC],
  examples: {
    hit: { title: "in 802.3ad", captures: [renamed(lacpDump({ user: true }))] },
    clean: { title: "fail_over_mac=active", captures: [renamed(dump({ miimon: 100, mode: FOM_ACTIVE }))] },
    absent: { title: "no Wi-Fi", captures: [dump({ miimon: 100 })] },
  },
  *check(bond) {
    const mode = modeOf(bond);
    const ports = bond.ports.filter(({ name }) => /^wl[a-z\d]/.test(name));
    const places = placesOf(bond.kernel.mode);
    if (mode === undefined || ports.length === 0 || !places) return;
    const policy = failOverMacOf(bond);
    if (mode === "active-backup" && (policy === undefined || policy === "active")) return;
    const advice =
      mode === "active-backup"
        ? "an access point may drop frames under another address than the port's own, which fail_over_mac=active avoids"
        : `${mode} does not suit it, active-backup does`;
    yield {
      rule: "wifi-in-bond",
      severity: "hint",
      confidence: "high",
      impact: "none",
      message: `${subjectOf(bond)} has ${listOf(namesOf(ports))} on Wi-Fi: ${advice}.`,
      places,
      related: [],
    };
  },
};

/** Address ranges of virtual cards whose switch, as it is delivered, passes frames from a machine's own address only. */
const FILTERED: readonly (readonly [string, RegExp])[] = [
  ["VMware", /^00:(?:50:56|0c:29)/],
  ["Hyper-V", /^00:15:5d/],
  ["VirtualBox", /^08:00:27/],
];

export const vmMacFilter: Rule = {
  id: "vm-mac-filter",
  entry: "R65",
  title: "A virtual switch may drop what a bond sends after a failover",
  why:
    "After a failover the other port sends under the bond's address, which is not its own. The virtual switches of VMware, Hyper-V and " +
    "VirtualBox drop that unless they are told otherwise, and the failover loses all traffic although every port is up.",
  guards: [
    "Only where every port has an address of VMware, Hyper-V or VirtualBox; KVM passes such frames.",
    "Only in active-backup with fail_over_mac none, in balance-tlb and in balance-alb.",
    "Silent where the addresses were blanked.",
  ],
  remedy:
    "fail_over_mac=active in active-backup; or allow it at the virtual switch: forged transmits (VMware), MAC address spoofing (Hyper-V), promiscuous mode (VirtualBox).",
  references: [KERNEL_DOC],
  examples: {
    hit: { title: "VMware, fail_over_mac none", captures: [dump({ miimon: 100, ...virtual("00:50:56:9e:10:0") })] },
    clean: {
      title: "fail_over_mac=active",
      captures: [dump({ miimon: 100, mode: FOM_ACTIVE, ...virtual("00:50:56:9e:10:0") })],
    },
    absent: { title: "one port on a card", captures: [dump({ miimon: 100, eno2: { mac: "00:50:56:9e:10:02" } })] },
  },
  *check(bond) {
    const mode = modeOf(bond);
    const backup = mode === "active-backup" && failOverMacOf(bond) === "none";
    if (mode !== "balance-tlb" && mode !== "balance-alb" && !backup) return;
    const kinds = bond.ports.map(({ link }) =>
      FILTERED.find(([, range]) => range.test(link.permanentMac?.value ?? "")),
    );
    const [kind] = kinds;
    const places = placesOf(bond.kernel.mode);
    if (bond.ports.length < 2 || kind === undefined || kinds.some((one) => one !== kind) || !places) return;
    yield {
      rule: "vm-mac-filter",
      severity: "warning",
      confidence: "medium",
      impact: "none",
      message: `${subjectOf(bond)} runs ${mode} on virtual cards (${kind[0]}): after a failover the virtual switch may drop what it sends under an address that is not the card's own.`,
      places,
      related: bond.ports.flatMap(({ name, link }) =>
        evidenceOf(`the address of ${name} is ${kind[0]}'s`, link.permanentMac),
      ),
    };
  },
};

/** The policy that runs: a dump names it only where it is not none. */
function failOverMacOf({ kernel, snapshots }: Bond): string | undefined {
  return kernel.options.get("fail_over_mac")?.value ?? (snapshots.some(({ mode }) => mode) ? "none" : undefined);
}

const REFUSALS: ReadonlyMap<LogEvent["what"], string> = new Map([
  ["refuses-vlan", "cannot carry VLAN tags, so no VLAN can be added to"],
  ["refuses-address", "cannot change its address, which only fail_over_mac=active allows for in"],
]);

export const slaveCannotDo: Rule = {
  id: "slave-cannot-do",
  entry: "R92",
  title: "A card cannot do what a bond may ask",
  why: "Some cards and drivers cannot carry VLAN tags or change their address. The driver of the bond says so in the log when the port joins.",
  guards: ["A hint. Speaks only of ports that are in the bond now."],
  remedy: "Another card, or a set-up that does not need it.",
  references: [KERNEL_DOC],
  examples: {
    hit: { title: "no VLAN tags", captures: [dump({ miimon: 100 }), challenged("eno2")] },
    clean: { title: "another card", captures: [dump({ miimon: 100 }), challenged("eno7")] },
    absent: { title: "no log captured", captures: [dump({ miimon: 100 })] },
  },
  *check(bond) {
    for (const [what, said] of REFUSALS) {
      const ports = bond.ports.filter(({ name }) => bond.events.some((one) => one.what === what && one.port === name));
      const lines = ports.flatMap(({ name }) => {
        return bond.events.findLast((one) => one.what === what && one.port === name)?.fact ?? [];
      });
      const [line, ...others] = lines;
      if (line === undefined) continue;
      yield {
        rule: "slave-cannot-do",
        severity: "hint",
        confidence: "high",
        impact: "none",
        message: `${listOf(namesOf(ports))} ${said} ${nameOf(bond)}.`,
        places: [line, ...others],
        related: [],
      };
    }
  },
};

function renamed({ path, text }: { path: string; text: string }) {
  return { path, text: text.replaceAll("eno2", "wlp3s0") };
}

function virtual(prefix: string) {
  return { eno1: { mac: `${prefix}1` }, eno2: { mac: `${prefix}2` } };
}

function challenged(port: string) {
  const message = "enslaved VLAN challenged slave. Adding VLANs will be blocked as long as it is part of bond.";
  return kernelLog([[217, `bond0: (slave ${port}): ${message}`]]);
}
