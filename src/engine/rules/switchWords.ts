import { hasActivePort } from "../bonding/modes.ts";
import { modeOf } from "../hosts/link.ts";
import type { Bond, JoinedSwitchPort } from "../hosts/model.ts";
import type { Fact } from "../text/section.ts";
import type { Evidence } from "./rule.ts";
import { listOf } from "./words.ts";

/** True for a port that the switch has not set down. */
export function isLive({ at }: JoinedSwitchPort): boolean {
  return at.shutdown?.value !== true;
}

/** True for a port in a channel without a protocol. */
export function isStatic({ at }: JoinedSwitchPort): boolean {
  return at.channel?.protocol === "none";
}

/** True for a port in a channel that is built by LACP, unless the switch shows that somebody answers there. */
export function waitsForLacp({ at }: JoinedSwitchPort): boolean {
  if (at.channel?.protocol !== "lacp" || at.flags?.value.startsWith("P")) return false;
  return at.partnerMac === undefined || at.partnerMac.value === "00:00:00:00:00:00";
}

/** On what it rests that these are the bond's ports. */
export function basisOf(ports: readonly JoinedSwitchPort[], bond: string): string {
  const each = ports.length === 1 ? "its description" : "their descriptions";
  const words = {
    address: "known by the address that they hear by LACP",
    description: `known by ${each}`,
    count: `the only switch ports in these captures, and as many as ${bond} has`,
  };
  return listOf([...new Set(ports.map(({ basis }) => words[basis]))]);
}

/** "in static channel group 1", "in LACP channel group 12", "in no channel". */
export function placeOnSwitch(ports: readonly JoinedSwitchPort[]): string {
  return listOf([
    ...new Set(
      ports.map(({ at: { channel } }) => {
        if (channel === undefined) return "in no channel";
        const kind = channel.protocol === undefined ? "" : `${KINDS[channel.protocol]} `;
        return `in ${kind}channel group ${channel.group}`;
      }),
    ),
  ]);
}

const KINDS = { none: "static", lacp: "LACP", pagp: "PAgP" } as const;

/** In words, what the switch has for the bond's ports, where it is what the bond's mode needs; with the lines that say so. */
export function suitableSwitch(
  bond: Bond,
): { readonly message: string; readonly facts: readonly Fact<unknown>[] } | undefined {
  const mode = modeOf(bond);
  const ports = bond.switchPorts.filter((one) => one.sure && isLive(one));
  if (mode === undefined || ports.length < 2 || ports.length !== bond.ports.length || !sameVlans(ports))
    return undefined;
  const [first] = ports;
  const channelled = (fits: (port: JoinedSwitchPort) => boolean) =>
    ports.every((one) => fits(one) && one.at.channel?.key === first?.at.channel?.key);
  const suits = hasActivePort(mode)
    ? ports.every(({ at }) => at.plain !== undefined)
    : channelled(
        mode === "802.3ad"
          ? ({ at }) => at.channel?.protocol === "lacp" && /^P|^$/.test(at.flags?.value ?? "")
          : isStatic,
      );
  if (!suits) return undefined;
  const { accessVlan } = first?.at ?? {};
  const vlan = accessVlan && first?.at.vlanMode?.value !== "trunk" ? ` and in VLAN ${accessVlan.value}` : "";
  return {
    message: `the switch ports ${listOf(ports.map(({ at }) => at.name))} are ${placeOnSwitch(ports)}${vlan}, as ${mode} needs`,
    facts: ports.flatMap(({ at }) => [
      ...(at.channel?.facts ?? (at.plain ? [at.plain] : [])),
      ...(at.accessVlan?.facts ?? []),
    ]),
  };
}

/** True where all of them carry the same VLANs, as far as the switch was captured. */
export function sameVlans(ports: readonly JoinedSwitchPort[]): boolean {
  const vlans = ports.map(({ at }) => [at.vlanMode?.value, at.accessVlan?.value, at.allowedVlans?.value].join(" "));
  return new Set(vlans).size === 1;
}

/** What the switch says of these ports, each at its characters. */
export function switchEvidence(ports: readonly JoinedSwitchPort[]): Evidence[] {
  return ports.flatMap(({ at, port }): Evidence[] => {
    const name = at.switch === undefined ? at.name : `${at.name} of ${at.switch}`;
    const [fact] = at.channel?.facts ?? (at.plain ? [at.plain] : []);
    if (fact === undefined) return [];
    const mode = at.channel?.mode === undefined ? "" : ` (mode ${at.channel.mode})`;
    const [description] = at.described;
    return [
      { message: `${name} is ${placeOnSwitch([{ at, basis: "count", sure: true }])}${mode}`, fact },
      ...(at.flags?.value === "s"
        ? at.flags.facts.map((flags) => ({ message: `${name} is suspended`, fact: flags }))
        : []),
      ...(description
        ? [
            {
              message: `${name} is described as "${description.value}"${port === undefined ? "" : `, so it leads to ${port}`}`,
              fact: description,
            },
          ]
        : []),
    ];
  });
}
