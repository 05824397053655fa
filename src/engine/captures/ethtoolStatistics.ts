import type { Fact, Section } from "../text/section.ts";
import type { Part } from "./part.ts";
import { Statement } from "./reader.ts";

/** What a network card has counted since its driver was loaded (`ethtool -S IF`), under the driver's own names. */
export interface EthtoolStatistics {
  readonly kind: "ethtool-statistics";
  readonly section: Section;
  /** From the command or the file's name: the output does not hold it. */
  readonly interface: string;
  readonly counters: ReadonlyMap<string, Fact<number>>;
}

/** Reads the output of `ethtool -S IF`; `undefined` where no counter is there, or nothing tells of which card. Never throws. */
export function readEthtoolStatistics({ section, lines, subject }: Part): EthtoolStatistics | undefined {
  if (subject === undefined) return undefined;
  const counters = new Map<string, Fact<number>>();
  for (const line of lines) {
    const statement = Statement.read(line, section);
    const count = statement && /^\d{1,20}$/.test(statement.value) ? statement.number() : undefined;
    if (statement && count && !counters.has(statement.key)) counters.set(statement.key, count);
  }
  return counters.size === 0 ? undefined : { kind: "ethtool-statistics", section, interface: subject, counters };
}
