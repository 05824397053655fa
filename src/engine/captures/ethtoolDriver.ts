import type { Fact, Section } from "../text/section.ts";
import type { Part } from "./part.ts";
import { Statement } from "./reader.ts";

/** What `ethtool -i IF` says of a network card: which driver runs it, and where it sits. */
export interface EthtoolDriver {
  readonly kind: "ethtool-driver";
  readonly section: Section;
  /** From the command or the file's name: the output does not hold it. */
  readonly interface: string;
  readonly driver?: Fact<string>;
  readonly version?: Fact<string>;
  readonly firmware?: Fact<string>;
  /** The card's place on its bus: `0000:3b:00.1` for PCI. */
  readonly bus?: Fact<string>;
}

const KEYS = new Map([
  ["driver", "driver"],
  ["version", "version"],
  ["firmware-version", "firmware"],
  ["bus-info", "bus"],
] as const);

/** Reads the output of `ethtool -i IF`; `undefined` where nothing of it is there, or nothing tells of which card. Never throws. */
export function readEthtoolDriver({ section, lines, subject }: Part): EthtoolDriver | undefined {
  if (subject === undefined) return undefined;
  const said = new Map<string, Fact<string>>();
  for (const line of lines) {
    const statement = Statement.read(line, section);
    const key = statement && (KEYS as ReadonlyMap<string, string>).get(statement.key);
    if (key !== undefined && statement?.value) said.set(key, statement.fact(statement.value));
  }
  if (said.size === 0) return undefined;
  return { kind: "ethtool-driver", section, interface: subject, ...Object.fromEntries(said) };
}
