import { setOption } from "../bonding/change.ts";
import { hasFlag, lacking, stateInWords } from "../bonding/lacp.ts";
import { lacpFactsOf } from "../hosts/lacp.ts";
import type { Port } from "../hosts/model.ts";
import {
  byAggregator,
  hasPartner,
  isInSync,
  isSpeedless,
  linkedPorts,
  runsLacp,
  speakingPorts,
  standsBy,
} from "./lacp.ts";
import type { Rule } from "./rule.ts";
import { dump, KERNEL_DOC, lacpDump } from "./samples.ts";
import { evidenceOf, listOf, nameOf, placesOf, subjectOf } from "./words.ts";

export const lacpNotInSync: Rule = {
  id: "lacp-not-in-sync",
  entry: "R43",
  title: "A port is not in sync with its partner",
  why:
    "A port carries traffic when both ends have set in sync (8), collecting (16) and distributing (32) in its state: 61 and 63 are sound, " +
    "and 60 and 62 where an end is passive. Until then the port is up and carries nothing.",
  guards: [
    "Silent for ports that are down or without a speed, and where a second aggregator stands by on purpose.",
    "Silent for a port that says itself that it has no partner: that is another finding.",
  ],
  remedy:
    "Look at the same port on the switch: whether it is in the LACP group, suspended, or hears this host at all. Right after the start, capture again after a minute.",
  references: [KERNEL_DOC],
  examples: {
    hit: { title: "the switch waits", captures: [lacpDump({ eno2: { actor: 13, partnerState: 5 } })] },
    clean: { title: "61 at both ends", captures: [lacpDump({})] },
    absent: { title: "a plain user's dump", captures: [lacpDump({ user: true })] },
  },
  *check(bond) {
    if (!runsLacp(bond) || standsBy(bond)) return;
    for (const port of speakingPorts(bond)) {
      const { actorState, partnerState } = port.lacp;
      if (actorState && hasFlag(actorState.value, "defaulted")) continue;
      const own = actorState && lacking(actorState.value).length > 0 ? actorState : undefined;
      const partner = partnerState && lacking(partnerState.value).length > 0 ? partnerState : undefined;
      const places = placesOf(own, partner);
      if (!places) continue;
      yield {
        rule: "lacp-not-in-sync",
        severity: "error",
        confidence: port.lacp.actorChurn?.value === "monitoring" ? "medium" : "high",
        impact: "degraded",
        port: port.name,
        message: `${port.name} of ${nameOf(bond)} ${own ? "is up and carries no traffic, because" : "gets no traffic, because"} ${reason(own?.value, partner?.value)}.`,
        places,
        related: [],
      };
    }
  },
};

function reason(own: number | undefined, partner: number | undefined): string {
  if (own !== undefined && hasFlag(own, "expired")) {
    return `it no longer hears its LACP partner (state ${own}: ${stateInWords(own)})`;
  }
  if (partner !== undefined && (hasFlag(partner, "defaulted") || hasFlag(partner, "expired"))) {
    return `the switch does not hear it (partner state ${partner}: ${stateInWords(partner)})`;
  }
  if (own === undefined) {
    return `its partner is not ready (partner state ${partner ?? 0}: ${stateInWords(partner ?? 0)})`;
  }
  if (hasFlag(own, "inSync")) return `its partner has not joined it (state ${own}: ${stateInWords(own)})`;
  return `it is not in sync with its LACP partner (state ${own}: ${stateInWords(own)})`;
}

export const lacpChurn: Rule = {
  id: "lacp-churn",
  entry: "R46",
  title: "A port does not come into sync",
  why:
    "The driver calls an end of a port churned when it was not in sync a minute after its start. Actor is this host, partner the switch. " +
    "The word is not always taken back when the port comes into sync later.",
  guards: [
    "Silent where both states say that traffic passes: then the word is of the past. So are churned counts.",
    "`monitoring` is the first minute and no finding.",
    "Only a warning where the states were not captured.",
  ],
  remedy: "Read the dump as root: the states and the partner of the port tell why.",
  references: [KERNEL_DOC],
  examples: {
    hit: { title: "churned, states not captured", captures: [lacpDump({ user: true, eno2: { churn: "churned" } })] },
    clean: { title: "churned, and in sync since", captures: [lacpDump({ eno2: { churn: "churned" } })] },
    absent: { title: "the first minute", captures: [lacpDump({ user: true, eno2: { churn: "monitoring" } })] },
  },
  *check(bond) {
    if (!runsLacp(bond) || standsBy(bond)) return;
    for (const port of speakingPorts(bond)) {
      const { actorChurn, partnerChurn, actorState, partnerState } = port.lacp;
      const own = actorChurn?.value === "churned";
      const partner = partnerChurn?.value === "churned";
      const places = placesOf(own ? actorChurn : undefined, partner ? partnerChurn : undefined);
      if (!places || isInSync(port)) continue;
      const seen = actorState !== undefined && partnerState !== undefined;
      const ends = own && partner ? "both ends" : own ? "this host" : "the switch";
      yield {
        rule: "lacp-churn",
        severity: seen ? "error" : "warning",
        confidence: "medium",
        impact: seen ? "degraded" : "at-risk",
        port: port.name,
        message: `${port.name} of ${nameOf(bond)} has not come into sync within a minute (churned at ${ends}): it may carry no traffic.`,
        places,
        related: [],
      };
    }
  },
};

export const lacpPassiveBoth: Rule = {
  id: "lacp-passive-both",
  entry: "R51",
  title: "Both ends are passive",
  why: "A passive end only answers. Where both are passive, nobody begins, and whether the ports come up is left to chance.",
  guards: [
    "Speaks only where a partner is known and its state shows that it is passive too.",
    "Only a warning: ports have been seen to come up all the same.",
  ],
  remedy: "lacp_active=on (the default), or `channel-group N mode active` on the switch.",
  references: [KERNEL_DOC],
  examples: {
    hit: {
      title: "60 at both ends",
      captures: [
        lacpDump({ active: "off", eno1: { actor: 60, partnerState: 60 }, eno2: { actor: 60, partnerState: 60 } }),
      ],
    },
    clean: {
      title: "the switch is active",
      captures: [lacpDump({ active: "off", eno1: { actor: 60 }, eno2: { actor: 60 } })],
    },
    absent: { title: "a plain user's dump", captures: [lacpDump({ active: "off", user: true })] },
  },
  *check(bond) {
    if (!runsLacp(bond)) return;
    const passive = linkedPorts(bond).filter(isPassive);
    const places = placesOf(...passive.flatMap(({ lacp }) => [lacp.actorState, lacp.partnerState]));
    if (!places) return;
    const option = bond.kernel.options.get("lacp_active");
    const asked = bond.profile?.options.get("lacp_active")?.value;
    yield {
      rule: "lacp-passive-both",
      severity: "warning",
      confidence: "low",
      impact: "at-risk",
      option: "lacp_active",
      message: `${subjectOf(bond)} is passive in LACP, and so is its partner at ${listOf(passive.map(({ name }) => name))}: nobody begins, so the ports may not come up the next time.`,
      places,
      related: evidenceOf("this host does not begin", option?.value === "off" ? option : undefined),
      ...(asked !== undefined && asked !== "on" && asked !== "1" && { change: setOption("lacp_active", "on") }),
    };
  },
};

function isPassive(port: Port): boolean {
  const { actorState, partnerState } = port.lacp;
  if (actorState === undefined || partnerState === undefined || hasPartner(port) === false) return false;
  return !hasFlag(actorState.value, "active") && !hasFlag(partnerState.value, "active");
}

export const lacpSpeedUnknown: Rule = {
  id: "lacp-speed-unknown",
  entry: "R48",
  title: "A port without a speed in an LACP bond",
  why:
    "The driver makes a port's key from its speed and duplex. A port that reports none (virtio, VLAN, Wi-Fi), or reported none when it " +
    "joined, gets the key 0 and is kept out of LACP.",
  guards: [
    "Silent for ports that are not up, for ports that traffic passes through, and where several such ports share an aggregator.",
  ],
  remedy:
    "Give the port a speed (`ethtool -s PORT speed 10000 duplex full` for virtio) or another mode; where it has one now, take it out of the bond and back.",
  references: [KERNEL_DOC],
  examples: {
    hit: {
      title: "virtio without a speed",
      captures: [
        lacpDump({
          ports: 1,
          eno2: { speed: "Unknown", aggregator: 2, key: 0, actor: 69, partner: "00:00:00:00:00:00" },
        }),
      ],
    },
    clean: { title: "a speed and a key", captures: [lacpDump({})] },
    absent: { title: "the port is down", captures: [lacpDump({ eno2: { mii: "down", speed: "Unknown", key: 0 } })] },
  },
  *check(bond) {
    if (!runsLacp(bond)) return;
    const linked = linkedPorts(bond);
    const shared = sharedAggregators(linked);
    for (const port of linked) {
      const { actorKey, aggregator } = port.lacp;
      const keyless = actorKey?.value === 0;
      if (port.bonding.mii?.value !== "up" || isInSync(port) || shared.has(aggregator?.value)) continue;
      const speedless = isSpeedless(port);
      const { speed, duplex } = port.bonding;
      const places = placesOf(
        speed?.value === null ? speed : undefined,
        duplex?.value === null ? duplex : undefined,
        keyless ? actorKey : undefined,
      );
      if (!places || !(speedless || keyless)) continue;
      yield {
        rule: "lacp-speed-unknown",
        severity: "error",
        confidence: speedless ? "high" : "medium",
        impact: "degraded",
        port: port.name,
        message: speedless
          ? `${port.name} of ${nameOf(bond)} reports no speed or duplex: the driver keeps it out of LACP, so it cannot share an aggregator.`
          : `${port.name} of ${nameOf(bond)} has the key 0, as if it had no speed: the driver keeps it out of LACP until it joins the bond anew.`,
        places,
        related: [],
      };
    }
  },
};

/** Aggregators of several ports: those do work together, whatever speed they report. */
function sharedAggregators(ports: readonly Port[]): ReadonlySet<number | null | undefined> {
  const seen = new Set<number>();
  const shared = new Set<number>();
  for (const { lacp } of ports) {
    const id = lacp.aggregator?.value;
    if (typeof id !== "number") continue;
    if (seen.has(id)) shared.add(id);
    seen.add(id);
  }
  return shared;
}

export const lacpDetailMissing: Rule = {
  id: "lacp-detail-missing",
  entry: "R56",
  title: "The LACP details are not in the capture",
  why: "The driver shows the aggregator, the partner and the states of the ports to root only. Without them a missing partner cannot be told from a sound one.",
  guards: ["Silent where any capture shows them, and for shortened dumps."],
  remedy: "`sudo cat /proc/net/bonding/BOND`; or `ip -d link`, which shows most of it to everybody.",
  references: [KERNEL_DOC],
  examples: {
    hit: { title: "a plain user's dump", captures: [lacpDump({ user: true })] },
    clean: { title: "root's dump", captures: [lacpDump({})] },
    absent: { title: "another mode", captures: [dump({ miimon: 100 })] },
  },
  *check(bond) {
    const { mode, lacp } = bond.kernel;
    const [last] = bond.snapshots.slice(-1);
    if (mode?.value !== "802.3ad" || last === undefined || last.filtered || bond.ports.length === 0) return;
    const shown = bond.ports.some((port) => port.lacp.actorState ?? port.lacp.partnerMac ?? port.lacp.actorKey);
    const before = bond.snapshots.some((dump) => dump.systemMac ?? dump.aggregator);
    if (lacpFactsOf(lacp).length > 0 || shown || before || byAggregator(bond).size === 0) return;
    yield {
      rule: "lacp-detail-missing",
      severity: "information",
      confidence: "high",
      impact: "none",
      message: `The capture of ${nameOf(bond)} does not show its LACP partner and states: read the dump as root to see them.`,
      places: mode.facts,
      related: [],
    };
  },
};
