import type { Applier, OptionForm } from "../bonding/forms/entry.ts";
import { parseOptions } from "../bonding/forms/index.ts";
import { NEWEST_VERSION } from "../bonding/networkManager/version.ts";
import { isOptionName, type OptionName } from "../bonding/options.ts";
import type { Fact, Section, SectionKind, SetupKind } from "../text/section.ts";
import type { Block } from "./block.ts";

/** Who makes a bond from its configuration, and has to be told of a change. */
export type Owner =
  | "NetworkManager"
  | "network-scripts"
  | "wicked"
  | "netplan"
  | "systemd-networkd"
  | "ifupdown"
  | "nmstate"
  | "the module"
  | "ip";

/** What a section says of the set-up of bonds, in any form but NetworkManager's own. */
export interface Setup<Kind extends SetupKind = SetupKind> {
  readonly kind: Kind;
  readonly section: Section;
  readonly bonds: readonly BondSetup[];
  /** Interfaces that name their bond themselves (`MASTER=`, `Bond=`, `bond-master`); the value is the bond, or its UUID. */
  readonly members: readonly Member[];
}

export interface Member {
  readonly port: string;
  readonly bond: Fact<string>;
}

/** What is written of one bond. */
export interface BondSetup {
  /** Absent where the text names none (`options bonding …`). */
  readonly name?: string;
  /** Absent where the text does not say who reads it: an ifcfg file can be network-scripts' or NetworkManager's. */
  readonly owner?: Owner;
  readonly applier?: Applier;
  readonly form: OptionForm;
  /** The option text in its form; absent where the bond is named and its options are elsewhere. */
  readonly written?: Block;
  readonly options: ReadonlyMap<OptionName, Fact<string>>;
  /** The characters that stand for the whole: its options, or the bond's name where there are none. */
  readonly text: Fact<string>;
  /** False where more of its options may be set elsewhere: then what is missing here says nothing. */
  readonly complete: boolean;
  /** The interfaces that it lists as its ports. */
  readonly ports: readonly Fact<string>[];
  /** Where one more option goes: an offset of the capture, and what stands before it there. */
  readonly room?: Room | undefined;
}

/** A place for one more option. */
export interface Room {
  readonly at: number;
  readonly before: string;
}

/** Reads the options of a text in one of the forms, each with the characters of its entry. */
export function optionsIn(written: Block, form: OptionForm): Map<OptionName, Fact<string>> {
  const options = new Map<OptionName, Fact<string>>();
  for (const { name, value, start, end } of parseOptions(written.text, form, { networkManager: NEWEST_VERSION })
    .entries) {
    // Where options are listed with commas, facts carry nmcli's blanks.
    if (isOptionName(name)) options.set(name, written.fact(value.replaceAll(",", " "), start, end));
  }
  return options;
}

/** True for the kind of a configuration file or command of which this file tells. */
export function isSetupKind(kind: SectionKind): kind is SetupKind {
  return (SETUP_KINDS as readonly SectionKind[]).includes(kind);
}

/** True for the report of such a file or command. */
export function isSetup<Report extends { readonly kind: SectionKind }>(
  report: Report,
): report is Extract<Report, Setup> {
  return isSetupKind(report.kind);
}

const SETUP_KINDS: readonly SetupKind[] = [
  "ifcfg",
  "netplan",
  "networkd",
  "interfaces",
  "modprobe",
  "nmstate",
  "ip-command",
];
