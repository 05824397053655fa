import { asPort, failOverMacOf, latestOf, modeOf } from "../hosts/link.ts";
import type { Bond, IpInterface } from "../hosts/model.ts";
import type { Fact } from "../text/section.ts";
import type { Rule } from "./rule.ts";
import { dump, ipAddr, KERNEL_DOC } from "./samples.ts";
import { listOf, nameOf, subjectOf } from "./words.ts";

export const slaveMacNotBondMac: Rule = {
  id: "slave-mac-not-bond-mac",
  entry: "R90",
  title: "A port has another MAC address than its bond",
  why:
    "The driver gives every port the bond's address. Where something changed it later (a cloud agent, HWADDR, a cloned address in a " +
    "profile, a hand), answers to the bond's address do not get in through that port.",
  guards: [
    "balance-tlb and balance-alb give their ports different addresses, and so does fail_over_mac.",
    "Where mode or fail_over_mac was not captured, only an address that is no port's own one counts.",
    "Both addresses have to be in one output. Masked addresses say nothing.",
  ],
  remedy:
    "`ip link set PORT address BOND-ADDRESS`, and look for what changes it: cloned-mac-address in the port's profile, HWADDR.",
  references: [KERNEL_DOC],
  examples: {
    hit: {
      title: "a foreign address on eno2",
      captures: [dump({ miimon: 100 }), ipAddr({ eno2: { mac: "02:00:5e:10:00:22" } })],
    },
    clean: { title: "the bond's own", captures: [dump({ miimon: 100 }), ipAddr({})] },
    absent: { title: "what the bond runs is not known", captures: [ipAddr({ eno2: { mac: "02:00:5e:10:00:22" } })] },
  },
  *check(bond) {
    const mode = modeOf(bond);
    const policy = failOverMacOf(bond);
    const mayDiffer = mode === undefined || (mode === "active-backup" && policy === undefined);
    if (mode === "balance-tlb" || mode === "balance-alb") return;
    if (mode === "active-backup" && policy !== undefined && policy !== "none") return;
    const ofPorts = bond.ports.flatMap((port) => asPort(port, bond));
    const permanent = new Set([
      ...ofPorts.map((link) => (link.permanentMac ?? link.mac)?.value),
      ...bond.ports.flatMap(({ bonding }) => bonding.dumped.map((one) => one.permanentMac?.value)),
    ]);
    for (const port of bond.ports) {
      const pairs = latestOf(asPort(port, bond).filter(({ mac }) => mac)).flatMap((link) =>
        ofOneOutput(link, bond.own),
      );
      const [first, ...others] = pairs.filter(({ mac }) => !mayDiffer || !permanent.has(mac.value));
      // Where the outputs disagree, the address has been put right in between.
      if (first === undefined || others.some(({ mac }) => mac.value !== first.mac.value)) continue;
      const balances = mode !== undefined && mode !== "active-backup";
      const alone = mode === "active-backup" && port.bonding.role?.value === "active";
      yield {
        rule: "slave-mac-not-bond-mac",
        severity: "warning",
        confidence: mayDiffer ? "medium" : "high",
        impact: alone ? "broken" : balances ? "degraded" : "at-risk",
        port: port.name,
        message: `${port.name} has the MAC address ${first.mac.value}, not that of ${nameOf(bond)} (${first.bond.value}): what is sent to ${nameOf(bond)} does not get in through it.`,
        places: [first.mac, ...others.map(({ mac }) => mac)],
        related: [{ message: `${nameOf(bond)} has ${first.bond.value}`, fact: first.bond }],
      };
    }
  },
};

interface Pair {
  readonly mac: Fact<string>;
  readonly bond: Fact<string>;
}

const MAC = /^[\da-f]{2}(?::[\da-f]{2}){5}$/i;

/** The addresses of port and bond in one output, where they differ and neither is masked. */
function ofOneOutput({ mac }: IpInterface, own: readonly IpInterface[]): Pair[] {
  const bond = own.find((link) => link.mac && link.mac.section === mac?.section)?.mac;
  if (!mac || !bond || !MAC.test(mac.value) || !MAC.test(bond.value)) return [];
  return mac.value.toLowerCase() === bond.value.toLowerCase() ? [] : [{ mac, bond }];
}

export const failOverMacStacked: Rule = {
  id: "fom-active-with-vlan-or-bridge",
  entry: "R67",
  title: "The bond's MAC address changes under a VLAN or bridge",
  why:
    "With fail_over_mac=active the bond takes over the address of its new active port. A VLAN follows it; a bridge and a VLAN with " +
    "an address of its own do not, and everything that learnt the old address has to learn again.",
  guards: ["Only a hint: it works, if everything above follows."],
  remedy: "fail_over_mac=none, unless a port cannot change its address (a virtual function, InfiniBand, Wi-Fi).",
  references: [KERNEL_DOC],
  examples: {
    hit: {
      title: "a VLAN over it",
      captures: [
        dump({ miimon: 100, mode: "fault-tolerance (active-backup) (fail_over_mac active)" }),
        ipAddr({ "bond0.10@bond0": {} }),
      ],
    },
    clean: { title: "fail_over_mac=none", captures: [dump({ miimon: 100 }), ipAddr({ "bond0.10@bond0": {} })] },
    absent: {
      title: "nothing on top",
      captures: [dump({ miimon: 100, mode: "fault-tolerance (active-backup) (fail_over_mac active)" })],
    },
  },
  *check(bond: Bond) {
    const policy = bond.kernel.options.get("fail_over_mac");
    const names = [...new Set(bond.stacked.map((link) => link.name.value))];
    if (policy?.value !== "active" || modeOf(bond) !== "active-backup" || names.length === 0) return;
    yield {
      rule: "fom-active-with-vlan-or-bridge",
      severity: "hint",
      confidence: "medium",
      impact: "none",
      option: "fail_over_mac",
      message: `${subjectOf(bond)} changes its MAC address with its active port (fail_over_mac=active), and ${listOf(names)} ${names.length === 1 ? "lies" : "lie"} on top of it: an address of their own there does not follow.`,
      places: policy.facts,
      related: [],
    };
  },
};
