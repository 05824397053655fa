import { setOption } from "../bonding/change.ts";
import { hasActivePort } from "../bonding/modes.ts";
import { modeOf } from "../hosts/link.ts";
import type { Bond, JoinedSwitchPort } from "../hosts/model.ts";
import type { Fact } from "../text/section.ts";
import { hasPartner } from "./lacp.ts";
import type { Alternative, Evidence, RawFinding, Rule } from "./rule.ts";
import { dump, KERNEL_DOC, lacpDump, switchPorts, WITHOUT_PARTNER } from "./samples.ts";
import { basisOf, isLive, isStatic, placeOnSwitch, sameVlans, switchEvidence, waitsForLacp } from "./switchWords.ts";
import { listOf, nameOf, subjectOf } from "./words.ts";

const HEALTHY = dump({ miimon: 100 });
const DOUBT =
  "A switch's port is taken for the bond's by the address that it hears by LACP, by descriptions that name host, bond or port, or " +
  "because the captures hold just as many as the only bond has; where that is doubtful, nothing is reported as an error.";

export const activeBackupOnPortchannel: Rule = {
  id: "active-backup-on-portchannel",
  entry: "R61",
  title: "A port channel under a mode that needs plain ports",
  why:
    "active-backup, balance-tlb and balance-alb need ordinary switch ports. In a static channel the switch spreads what it sends over all " +
    "ports, and what comes in through the backup port is dropped. In an LACP channel it waits for LACP that the host never sends, and " +
    "suspends the ports (NX-OS) or runs each of them by itself (many IOS releases).",
  guards: [
    DOUBT,
    "Silent for a static channel with a single port, for PAgP, and for ports that the switch shows as bundled by LACP.",
    "Ports that run individually, or may (`no lacp suspend-individual`, `port-channel lacp fallback`), are information: traffic passes.",
  ],
  remedy:
    "On the switch, take the ports out of the channel: `interface range GigabitEthernet1/0/1 - 2` (NX-OS: `interface Ethernet1/1-2`), " +
    "`no channel-group`, and then `no interface Port-channel 1`; not the other way round, which shuts the ports on IOS. They need the same " +
    "VLANs and `spanning-tree portfast` (NX-OS: `spanning-tree port type edge`). Where both links shall carry traffic and the switch has " +
    "LACP: mode=802.3ad.",
  references: [KERNEL_DOC],
  examples: {
    hit: { title: "active-backup on a static channel", captures: [HEALTHY, switchPorts("channel-group 1 mode on")] },
    clean: { title: "two access ports", captures: [HEALTHY, switchPorts()] },
    absent: {
      title: "the channel of another host",
      captures: [HEALTHY, switchPorts("channel-group 1 mode on", "db7 ens1")],
    },
  },
  *check(bond) {
    const mode = modeOf(bond);
    if (mode === undefined || !hasActivePort(mode)) return;
    const live = bond.switchPorts.filter(isLive);
    const spread = live.filter(
      (one) => isStatic(one) && live.some((other) => other !== one && sameChannel(one, other)),
    );
    const waiting = live.filter(waitsForLacp);
    const [blamed, isSpread] = spread.length > 0 ? [spread, true] : [waiting, false];
    const strict = blamed.filter(({ at }) => isSpread || !(at.channel?.fallback || at.flags?.value.startsWith("I")));
    const ports = strict.length > 0 ? strict : blamed;
    const told = { passes: strict.length === 0, isSpread, suspended: ports.every(({ at }) => at.flags?.value === "s") };
    const finding = mismatch("active-backup-on-portchannel", bond, ports, channelOutcome(told));
    if (finding === undefined) return;
    const lost = isSpread || (told.suspended && ports.length >= bond.ports.length) ? "broken" : "degraded";
    const whole = !isSpread && ports.length === bond.ports.length && ports.every((one) => sameChannel(one, ports[0]));
    yield {
      ...finding,
      ...(told.passes ? { severity: "information", impact: "none" } : finding.impact !== "none" && { impact: lost }),
      ...(whole && { alternatives: [WITH_LACP] }),
    };
  },
};

function sameChannel(one: JoinedSwitchPort, other: JoinedSwitchPort | undefined): boolean {
  return one.at.channel?.key === other?.at.channel?.key;
}

function channelOutcome(told: { passes: boolean; isSpread: boolean; suspended: boolean }): string {
  if (told.isSpread) return "the switch also sends through the backup port, where it is dropped, so traffic is lost";
  if (told.passes) return "they pass traffic only because the switch runs ports without LACP by themselves";
  if (told.suspended) return "the switch hears no LACP and has suspended them, so no traffic passes there";
  return "the switch hears no LACP from it, so it suspends them or runs each by itself";
}

const WITH_LACP: Alternative = {
  title: "use the LACP channel",
  why: "The switch offers LACP on every port of the bond already: in 802.3ad all of them carry traffic.",
  change: setOption("mode", "802.3ad"),
};

export const lacpOnStatic: Rule = {
  id: "lacp-on-static",
  entry: "R62",
  title: "LACP against a static channel",
  why:
    "A static channel (`mode on`) neither sends nor answers LACP. The host finds no partner and uses one port, while the switch spreads " +
    "what it sends over all of them: what arrives at the others is dropped.",
  guards: [DOUBT, "Silent where a port of the bond has an LACP partner: then the switch was captured at another time."],
  remedy:
    "On the switch, build the channel with LACP: `interface range GigabitEthernet1/0/1 - 2` (NX-OS: `interface Ethernet1/1-2`), " +
    "`no channel-group`, `channel-group 1 mode active`. All ports have to leave the group first: it does not mix modes. Where the switch " +
    "has no LACP: mode=balance-xor, which a static channel suits.",
  references: [KERNEL_DOC],
  examples: {
    hit: {
      title: "no partner, and the switch's channel is static",
      captures: [WITHOUT_PARTNER, switchPorts("channel-group 1 mode on")],
    },
    clean: {
      title: "no partner, though the switch's channel is LACP",
      captures: [WITHOUT_PARTNER, switchPorts("channel-group 1 mode active")],
    },
    absent: {
      title: "a partner answers: the configuration is of another time",
      captures: [lacpDump({}), switchPorts("channel-group 1 mode on")],
    },
  },
  *check(bond) {
    if (modeOf(bond) !== "802.3ad" || bond.ports.some((port) => hasPartner(port))) return;
    const ports = bond.switchPorts.filter((one) => one.sure && isLive(one) && isStatic(one));
    const rest = ports.length < bond.ports.length ? "there" : "at most one port carries traffic";
    const outcome =
      rest === "there" ? "the switch does not answer LACP there" : `the switch does not answer LACP, so ${rest}`;
    const finding = mismatch("lacp-on-static", bond, ports, outcome);
    if (finding) yield { ...finding, alternatives: ports.length >= bond.ports.length ? [WITHOUT_LACP] : [] };
  },
};

const WITHOUT_LACP: Alternative = {
  title: "run on the static channel",
  why: "balance-xor suits a static channel and uses every port; but only LACP notices a wrong cable or a switch that is half dead.",
  change: setOption("mode", "balance-xor"),
};

export const switchRequiresStaticLag: Rule = {
  id: "switch-requires-static-lag",
  entry: "R60",
  title: "The mode needs a static channel on the switch",
  why:
    "balance-rr, balance-xor and broadcast send with one address through all ports. Without a static channel the switch sees that address " +
    "move from port to port (MAC flapping) and loses or doubles frames; with LACP it waits for LACP that the host does not send.",
  guards: [
    DOUBT,
    "Speaks only where the switch's side was captured whole, and not of ports on two switches or in different VLANs.",
    "Silent for balance-slb and xmit_hash_policy=vlan+srcmac, which are made for plain ports.",
  ],
  remedy:
    "On the switch: `interface range GigabitEthernet1/0/1 - 2` (NX-OS: `interface Ethernet1/1-2`), `no channel-group`, " +
    "`channel-group 1 mode on`. Better, where the switch has LACP: `channel-group 1 mode active` and mode=802.3ad on the host.",
  references: [KERNEL_DOC],
  examples: {
    hit: {
      title: "balance-xor on two access ports",
      captures: [dump({ miimon: 100, mode: "load balancing (xor)" }), switchPorts()],
    },
    clean: {
      title: "a static channel",
      captures: [dump({ miimon: 100, mode: "load balancing (xor)" }), switchPorts("channel-group 1 mode on")],
    },
    absent: { title: "the switch was not captured", captures: [dump({ miimon: 100, mode: "load balancing (xor)" })] },
  },
  *check(bond) {
    const mode = modeOf(bond);
    if ((mode !== "balance-rr" && mode !== "balance-xor" && mode !== "broadcast") || suitsPlainPorts(bond)) return;
    const ports = bond.switchPorts.filter(isLive);
    const [first] = ports;
    if (first === undefined || ports.length < 2 || ports.length !== bond.ports.length) return;
    if (ports.some(({ at }) => at.switch !== first.at.switch)) return;
    const waiting = ports.every((one) => waitsForLacp(one) && sameChannel(one, first));
    const plain = ports.every(({ at }) => at.plain !== undefined) && sameVlans(ports);
    if (!waiting && !plain) return;
    const outcome = waiting
      ? "the host sends no LACP, so the switch does not build the channel"
      : "the switch sees one address on several of them, so frames are lost or arrive out of order";
    const finding = mismatch("switch-requires-static-lag", bond, ports, outcome);
    if (finding) yield { ...finding, severity: finding.severity === "error" ? "warning" : "hint" };
  },
};

/** Source load balancing is made for ports without a channel. */
function suitsPlainPorts(bond: Bond): boolean {
  const value = (name: "balance-slb" | "xmit_hash_policy") =>
    bond.profile?.options.get(name)?.value ?? bond.kernel.options.get(name)?.value;
  return value("balance-slb") === "1" || value("xmit_hash_policy") === "vlan+srcmac";
}

/** A mode of the host that the switch's ports do not suit: an error, or information where the ports may be another's. */
function mismatch(
  rule: "active-backup-on-portchannel" | "lacp-on-static" | "switch-requires-static-lag",
  bond: Bond,
  ports: readonly JoinedSwitchPort[],
  outcome: string,
): RawFinding | undefined {
  const mode = bond.kernel.mode ?? bond.profile?.options.get("mode");
  const [first, ...others] = ports.flatMap(
    ({ at }): readonly Fact<unknown>[] => at.channel?.facts ?? (at.plain ? [at.plain] : []),
  );
  if (mode === undefined || first === undefined) return undefined;
  const sure = ports.every((one) => one.sure);
  const [only] = ports.length === 1 ? ports : [];
  const [stating, ...alsoStating] = mode.facts;
  const evidence: Evidence[] = switchEvidence(ports);
  return {
    rule,
    severity: sure ? "error" : "information",
    confidence: sure ? (ports.some(({ basis }) => basis === "count") ? "medium" : "high") : "low",
    impact: sure ? "degraded" : "none",
    ...(only?.port !== undefined && bond.ports.length > 1 && { port: only.port }),
    message: `${subjectOf(bond)} runs ${modeOf(bond)}, but ${sure ? "its" : "what may be its"} switch ${ports.length === 1 ? "port" : "ports"} ${listOf(ports.map(({ at }) => at.name))}${onSwitch(ports)} ${ports.length === 1 ? "is" : "are"} ${placeOnSwitch(ports)} (${basisOf(ports, nameOf(bond))}): ${outcome}.`,
    places: [stating, ...alsoStating, first, ...others],
    related: evidence,
  };
}

/** ` of sw1`, where one switch is named. */
function onSwitch(ports: readonly JoinedSwitchPort[]): string {
  const names = [...new Set(ports.map(({ at }) => at.switch))].filter((name) => name !== undefined);
  return names.length === 0 ? "" : ` of ${listOf(names)}`;
}
