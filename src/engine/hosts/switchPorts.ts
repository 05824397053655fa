import type { Report } from "../captures/index.ts";
import type { ChannelProtocol, SwitchChannels } from "../captures/switchChannels.ts";
import type { ChannelMode, SwitchConfig, SwitchInterface } from "../captures/switchConfig.ts";
import type { LacpNeighbor, SwitchLacp } from "../captures/switchLacp.ts";
import { type Fact, type Stated, stated } from "../text/section.ts";

/** The channel that a port of a switch is in. */
export interface PortChannel {
  /** The same for all ports of one channel, also across two switches (vPC, MLAG). */
  readonly key: string;
  readonly group: number;
  /** The mode of the configuration; absent where only the summary was captured. */
  readonly mode?: ChannelMode | undefined;
  /** Absent where configuration and summary contradict each other. */
  readonly protocol?: ChannelProtocol | undefined;
  /** The lines that put the port into the channel. */
  readonly facts: readonly [Fact<unknown>, ...Fact<unknown>[]];
  /** True where ports that hear no LACP are set to run by themselves. */
  readonly fallback: boolean;
}

/** A port of a switch, as its configuration, its summary of channels and its LACP neighbours show it. */
export interface SwitchPort {
  /** Absent where no prompt and no configuration names it. */
  readonly switch?: string | undefined;
  readonly id: string;
  /** As it is written, in full where the configuration was captured. */
  readonly name: string;
  readonly described: readonly Fact<string>[];
  readonly vlanMode?: Stated<string> | undefined;
  readonly accessVlan?: Stated<string> | undefined;
  readonly allowedVlans?: Stated<string> | undefined;
  readonly nativeVlan?: Stated<string> | undefined;
  readonly edge?: Stated<boolean> | undefined;
  readonly shutdown?: Stated<boolean> | undefined;
  readonly mtu?: Stated<number> | undefined;
  readonly lacpRate?: Stated<string> | undefined;
  readonly channel?: PortChannel | undefined;
  /** Its line `interface …`, where its configuration was captured whole and puts it into no channel; or `no channel-group`. */
  readonly plain?: Fact<unknown> | undefined;
  /** Its flags in the summary: P bundled, I individual, s suspended, D down. */
  readonly flags?: Stated<string> | undefined;
  /** The system that it hears by LACP, in lower case with colons. */
  readonly partnerMac?: Stated<string> | undefined;
}

/** On what it rests that a port of a switch belongs to a bond, the strongest first. */
export type JoinBasis = "address" | "description" | "count";

/** A port of a switch that a bond is cabled to. */
export interface JoinedSwitchPort {
  readonly at: SwitchPort;
  /** The port of the bond at the other end, where it is known which. */
  readonly port?: string | undefined;
  readonly basis: JoinBasis;
  /** False where it may as well be a port of somebody else: then nothing may be blamed on it. */
  readonly sure: boolean;
}

interface Said {
  readonly switch?: string | undefined;
  readonly configured: SwitchInterface[];
  readonly members: {
    readonly name: string;
    readonly channel: SwitchChannels["channels"][number];
    readonly flags: Fact<string>;
  }[];
  readonly heard: LacpNeighbor[];
}

type SwitchReport = SwitchConfig | SwitchChannels | SwitchLacp;

/** The ports of all switches in the reports of a case, without the channels themselves. */
export function switchPortsOf(reports: readonly Report[]): SwitchPort[] {
  const own = reports.filter(isOfSwitch);
  if (own.length === 0) return [];
  const switchOf = namingOf(own);
  const ports = new Map<string, Said>();
  const channels = new Map<string, SwitchInterface[]>();
  for (const report of own) {
    const { key, name } = switchOf(report);
    const said = (id: string): Said => {
      const known = ports.get(`${key} ${id}`);
      const entry: Said = known ?? {
        switch: name,
        configured: [],
        members: [],
        heard: [],
      };
      ports.set(`${key} ${id}`, entry);
      return entry;
    };
    if (report.kind === "switch-config") {
      for (const one of report.interfaces) {
        if (!one.id.startsWith("po")) said(one.id).configured.push(one);
        else channels.set(`${key} ${one.id}`, [...(channels.get(`${key} ${one.id}`) ?? []), one]);
      }
    } else if (report.kind === "switch-channels") {
      for (const channel of report.channels)
        for (const member of channel.members) said(member.id).members.push({ ...member, channel });
    } else for (const neighbor of report.neighbors) said(neighbor.id).heard.push(neighbor);
  }
  return [...ports].map(([key, said]) => portOf(key, said, channels));
}

function isOfSwitch(report: Report): report is SwitchReport {
  return report.kind === "switch-config" || report.kind === "switch-channels" || report.kind === "switch-lacp";
}

/** What names no switch is of the only one that is named, or of the only text; else each text is a switch of its own. */
function namingOf(reports: readonly SwitchReport[]): (report: SwitchReport) => { key: string; name?: string } {
  const nameOf = (report: SwitchReport) =>
    report.section.switch ?? (report.kind === "switch-config" ? report.switch : undefined);
  const names = new Set(reports.map(nameOf).filter((name) => name !== undefined));
  const [only] = names;
  const nameless = reports.filter((report) => nameOf(report) === undefined && report.kind === "switch-config");
  const together = names.size < 2 && new Set(nameless.map(({ section }) => section.capture)).size < 2;
  return (report) => {
    const name = nameOf(report) ?? (together ? only : undefined);
    return name === undefined ? { key: together ? "" : `${report.section.capture.path}\n` } : { key: name, name };
  };
}

function portOf(key: string, { switch: of, configured, members, heard }: Said, channels: Channels): SwitchPort {
  const id = key.slice(key.lastIndexOf(" ") + 1);
  const first = configured[0]?.name.value ?? members[0]?.name ?? heard[0]?.name ?? id;
  const said = <T>(fact: (one: SwitchInterface) => Fact<T> | undefined) => stated(configured.map(fact));
  const group = said((one) => one.channelGroup);
  const channel = channelOf(key.slice(0, -id.length - 1), configured, members, channels);
  const optional = {
    vlanMode: said((one) => one.vlanMode),
    accessVlan: said((one) => one.accessVlan),
    allowedVlans: said((one) => one.allowedVlans),
    nativeVlan: said((one) => one.nativeVlan),
    edge: said((one) => one.edge),
    shutdown: said((one) => one.shutdown),
    mtu: said((one) => one.mtu),
    lacpRate: said((one) => one.lacpRate),
    flags: stated(members.map((member) => member.flags)),
    partnerMac: stated(heard.map((neighbor) => neighbor.systemMac)),
  };
  const whole = configured.find((one) => one.whole);
  const taken = group?.value === null ? group.facts[0] : undefined;
  const plain = channel === undefined && members.length === 0 ? (taken ?? whole?.name) : undefined;
  const ofChannel = channel === undefined ? [] : (channels.get(`${key.slice(0, -id.length)}po${channel.group}`) ?? []);
  return {
    switch: of,
    id,
    name: first,
    described: [...configured, ...ofChannel].flatMap(({ description }) => description ?? []),
    ...(Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)) as Partial<SwitchPort>),
    channel,
    plain,
  };
}

type Channels = ReadonlyMap<string, readonly SwitchInterface[]>;

/** By the configuration and by the summary; where they contradict each other the protocol stays open. */
function channelOf(
  of: string,
  configured: readonly SwitchInterface[],
  members: Said["members"],
  channels: Channels,
): PortChannel | undefined {
  const written = stated(configured.map((one) => one.channelGroup));
  const shown = members[0]?.channel;
  if (written?.value === null) return undefined;
  const group = written?.value.group ?? shown?.group;
  const facts = [...(written?.facts ?? []), ...members.map((member) => member.flags)];
  const [first, ...others] = facts;
  if (group === undefined || first === undefined) return undefined;
  const byMode = written && PROTOCOLS[written.value.mode];
  // A group without a working port shows no protocol on some releases.
  const shows = shown !== undefined && (shown.protocol.value !== "none" || members[0]?.flags.value.startsWith("P"));
  const bySummary = shows ? shown?.protocol.value : undefined;
  const agreed = byMode === undefined || bySummary === undefined || byMode === bySummary;
  const protocol = agreed ? (byMode ?? bySummary) : undefined;
  const settings = channels.get(`${of} po${group}`) ?? [];
  const across = stated(settings.map((one) => one.acrossSwitches))?.value;
  return {
    key: across === undefined ? `${of} ${group}` : `across ${across}`,
    group,
    ...(written && { mode: written.value.mode }),
    protocol,
    facts: [first, ...others],
    fallback: stated([...settings, ...configured].map((one) => one.fallback))?.value === true,
  };
}

const PROTOCOLS: Readonly<Record<ChannelMode, ChannelProtocol>> = {
  on: "none",
  active: "lacp",
  passive: "lacp",
  auto: "pagp",
  desirable: "pagp",
};
