import type { Mode } from "../bonding/modes.ts";
import type { OptionName, Options } from "../bonding/options.ts";
import type { EthtoolReport } from "../captures/ethtool.ts";
import type { EthtoolStatistics } from "../captures/ethtoolStatistics.ts";
import type { IpAddress, IpInterface } from "../captures/ipInterface.ts";
import type { Route } from "../captures/ipRoute.ts";
import type { LogEvent } from "../captures/kernelLog.ts";
import type { NmcliModify } from "../captures/nmcliModify.ts";
import type { Ping } from "../captures/ping.ts";
import type { BondDump, DumpedPort, MiiStatus } from "../captures/procBonding.ts";
import type { BondSetup, Owner } from "../captures/setup.ts";
import type { Action } from "../captures/typed.ts";
import type { Capture, Fact, Section, Stated } from "../text/section.ts";
import type { History, Trial } from "./history.ts";
import type { FoundProblem } from "./judged.ts";
import type { Stored } from "./stored.ts";
import type { JoinedSwitchPort, SwitchPort } from "./switchPorts.ts";
import type { Managed, WantedPort } from "./wanted.ts";

/** What belongs to one host: the captures of one case, and the bonds that they show. */
export interface Host {
  /** The case's id: the folder or the file that it stands for, with `#host` where one text holds several hosts. */
  readonly case: string;
  /** The host's name, where a prompt gives it. */
  readonly name: string | undefined;
  readonly captures: readonly Capture[];
  readonly bonds: readonly Bond[];
  /** Every port of a switch that the captures show, also where nothing tells whose it is. */
  readonly switchPorts: readonly SwitchPort[];
}

/** A bond as all captures of its host show it. Conflicts between captures are kept: they are what rules are about. */
export interface Bond {
  /** Absent where no path, prompt or other capture names it. */
  readonly name: string | undefined;
  readonly kernel: Kernel;
  readonly profile: Profile | undefined;
  /** The lines that Bondlint inserted for this bond. */
  readonly proposals: readonly Proposal[];
  readonly ports: readonly Port[];
  /** True where the captures list every port of the bond: a whole dump, or `ip link` of all interfaces. */
  readonly portsListed: boolean;
  /** True where the driver prints a speed for at least one port. */
  readonly someSpeedKnown: boolean;
  /** What `linkOf` has judged so far: many rules ask of the same port. */
  readonly judgedLinks: Map<Port, LinkState>;
  /** Every profile and planned command that is about this bond, in use or not. */
  readonly stored: readonly Stored[];
  /** Options of the bonding module in modprobe's files: defaults for bonds that nobody sets otherwise. */
  readonly moduleOptions: readonly Stored[];
  /** What the kernel's logs tell of this bond, in their order. */
  readonly events: readonly LogEvent[];
  /** Gateways that the captures name for the bond: hosts that ought to answer. */
  readonly gateways: readonly Fact<string>[];
  /** What NetworkManager knows of it: its device, its profiles, and the ports that profiles name. */
  readonly managed: Managed;
  /** Every interface that `ip` or sysfs shows on this host, ports or not. */
  readonly interfaces: readonly IpInterface[];
  /** The LACP addresses of other bonds that are known to be of the same host. */
  readonly otherSystems: readonly BondSystem[];
  /** The bond itself, in each capture that shows it. */
  readonly own: readonly IpInterface[];
  /** What lies on top of the bond: VLANs over it, the bridge that it is a port of, and what lies on those. */
  readonly stacked: readonly IpInterface[];
  /** The routes of the host, in the order in which they are printed. */
  readonly routes: readonly Route[];
  /** True where the host has another bond that has ports. */
  readonly otherBondInUse: boolean;
  /** The ports of switches that this bond is cabled to, as far as the captures tell. */
  readonly switchPorts: readonly JoinedSwitchPort[];
  /** The dumps of this bond, oldest first; the last one is judged. */
  readonly snapshots: readonly BondDump[];
  /** What happened to it over time. */
  readonly history: History;
}

/** A bond and its own address in LACP. */
export interface BondSystem {
  readonly bond: string;
  readonly mac: Stated<string>;
}

/** A marked line: what Bondlint proposed and somebody inserted. It changes no fact. */
export interface Proposal {
  readonly fact: Fact<string>;
  readonly options: Options;
}

/** What the driver runs, by the last snapshot and by what was captured beside it. */
export interface Kernel {
  readonly mode: Stated<Mode> | undefined;
  /** Option values as text, under their names in `bond.options`. */
  readonly options: ReadonlyMap<OptionName, Stated<string>>;
  readonly activePort: Stated<string | null> | undefined;
  /** The bond's own carrier: its `MII Status` in a dump, its flags in `ip link`. Absent while the bond is set down. */
  readonly carrier: Stated<boolean> | undefined;
  readonly lacp: BondLacp;
}

/** What 802.3ad made of the bond: its active aggregator. In a dump only root sees it, in `ip -d link` everybody. */
export interface BondLacp {
  readonly aggregator: Stated<number> | undefined;
  /** How many ports the active aggregator has. */
  readonly ports: Stated<number> | undefined;
  /** In lower case; all zeros where no partner has been heard. Absent where the addresses were blanked. */
  readonly partnerMac: Stated<string> | undefined;
  /** This host's own address in LACP, in lower case. */
  readonly systemMac: Stated<string> | undefined;
  /** The line `bond … has no active aggregator`. */
  readonly noAggregator: Stated<true> | undefined;
}

/** A port's side of LACP, and what it has heard of its partner. */
export interface PortLacp {
  /** `null` where the dump says N/A. */
  readonly aggregator: Stated<number | null> | undefined;
  /** The eight bits of the port state as one number. */
  readonly actorState: Stated<number> | undefined;
  readonly partnerState: Stated<number> | undefined;
  readonly actorKey: Stated<number> | undefined;
  readonly partnerKey: Stated<number> | undefined;
  /** The number of the port at the other end, as its partner counts. */
  readonly partnerPort: Stated<number> | undefined;
  /** In lower case; all zeros where no partner has been heard. Absent where the addresses were blanked. */
  readonly partnerMac: Stated<string> | undefined;
  readonly actorChurn: Stated<"churned" | "none" | "monitoring"> | undefined;
  readonly partnerChurn: Stated<"churned" | "none" | "monitoring"> | undefined;
}

/** A configuration of a bond that may be changed in place. */
export type Editable = NmcliModify | EditableSetup;

/** The part of a configuration file, or the command, that sets a bond up. */
export interface EditableSetup {
  readonly kind: "setup";
  readonly section: Section;
  readonly setup: Pick<BondSetup, "form" | "options" | "room">;
}

/** What is stored for a bond: its profile in NetworkManager, or another owner's configuration. */
export interface Profile {
  /** The name for `nmcli connection modify`; absent where only the value of its options was captured. */
  readonly name: string | undefined;
  /** What holds it: NetworkManager, one of its files, another configuration, or a command that is only planned. */
  readonly source: Stored["report"]["kind"];
  /** Who makes the bond of it, and in whose form a correction is written. */
  readonly owner: Owner;
  /** The value of `bond.options`, in every capture that shows it. */
  readonly text: Stated<string>;
  readonly options: ReadonlyMap<OptionName, Stated<string>>;
  /** Stored entries (`name=value`) that no table knows. */
  readonly unknown: readonly string[];
  /** What the kernel runs once its owner has applied it. */
  readonly effective: Options;
  /** The sections in which nmcli printed it in two columns. */
  readonly columns: ReadonlySet<Section>;
  /** What is wrong with the text of the options. */
  readonly problems: readonly Fact<FoundProblem>[];
  /** The configuration itself, where it is no evidence and may be edited in place. */
  readonly editable: Editable | undefined;
  /** False where the capture shows that this profile is not the one in use; absent where it does not say. */
  readonly active: boolean | undefined;
}

/** One port: the driver's opinion of it (`bonding`) beside the network card's own (`link`). */
export interface Port {
  readonly name: string;
  readonly bonding: {
    readonly mii: Stated<MiiStatus> | undefined;
    readonly role: Stated<"active" | "backup"> | undefined;
    /** In Mbit/s; `null` where the driver prints Unknown. */
    readonly speed: Stated<number | null> | undefined;
    readonly duplex: Stated<string | null> | undefined;
    readonly failures: Stated<number> | undefined;
    /** The blocks of the last snapshot; the first is of the most trusted source. */
    readonly dumped: readonly DumpedPort[];
  };
  readonly lacp: PortLacp;
  readonly link: {
    /** `Link detected` of ethtool. */
    readonly detected: Stated<boolean> | undefined;
    /** True with the flag LOWER_UP of `ip link`, false without it. */
    readonly carrier: Stated<boolean> | undefined;
    /** `WIRED-PROPERTIES.CARRIER` of `nmcli device show`. */
    readonly managed: Stated<boolean> | undefined;
    /** True with the flag UP of `ip link`. */
    readonly adminUp: Stated<boolean> | undefined;
    /** What the card says now, where `bonding` holds what the driver read when the link came up. */
    readonly speed: Stated<number | null> | undefined;
    readonly duplex: Stated<string | null> | undefined;
    /** The address that the port had when it joined the bond, in lower case; absent where it was blanked. */
    readonly permanentMac: Stated<string> | undefined;
    /** The card's place on its bus, as `ethtool -i` or `ip -d link` prints it. */
    readonly bus: Stated<string> | undefined;
    readonly interfaces: readonly IpInterface[];
    /** The latest output first. */
    readonly ethtool: readonly EthtoolReport[];
    readonly statistics: readonly EthtoolStatistics[];
  };
}

export type {
  Action,
  BondDump,
  History,
  IpAddress,
  IpInterface,
  JoinedSwitchPort,
  LogEvent,
  Managed,
  Ping,
  Route,
  Stored,
  SwitchPort,
  Trial,
  WantedPort,
};

/** Which observation shows that a port is dead. */
export type DeadSign = "ethtool" | "ip" | "nmcli" | "admin-down" | "dump";

/** One observation that a port is dead. */
export interface DeadEvidence {
  readonly sign: DeadSign;
  readonly fact: Fact<unknown>;
}

/** What the captures say of a port's own link, apart from the driver's opinion. */
export interface LinkState {
  /** `unknown` where nothing was captured or where captures of different moments contradict each other. */
  readonly state: "up" | "down" | "unknown";
  readonly dead: readonly DeadEvidence[];
}
