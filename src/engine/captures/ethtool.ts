import type { Fact, Section } from "../text/section.ts";
import type { Part } from "./part.ts";
import { Statement } from "./reader.ts";

/** What `ethtool IF` says of a network card. Speed in Mbit/s, `null` where it is unknown. */
export interface EthtoolReport {
  readonly kind: "ethtool";
  readonly section: Section;
  readonly interface: string;
  readonly speed?: Fact<number | null>;
  readonly duplex?: Fact<string | null>;
  readonly autonegotiation?: Fact<boolean>;
  /** Whether the card can negotiate at all. */
  readonly canNegotiate?: Fact<boolean>;
  /** Whether the other end negotiates, as the card has heard from it. */
  readonly partnerNegotiates?: Fact<boolean>;
  /** The words of `Port:`: `Twisted Pair`, `MII`, `FIBRE`, `Direct Attach Copper`, `Other`. */
  readonly port?: Fact<string>;
  /** The link modes (`1000baseT/Full`) that the card has, that it offers, and that the other end offers. */
  readonly supported?: Fact<readonly string[]>;
  readonly advertised?: Fact<readonly string[]>;
  readonly partnerAdvertised?: Fact<readonly string[]>;
  readonly linkDetected?: Fact<boolean>;
  /** The reason behind `Link detected: no (…)` of newer versions. */
  readonly noLinkReason?: string;
}

type Draft = { -readonly [K in keyof EthtoolReport]: EthtoolReport[K] };

/** Reads the output of `ethtool IF`; `undefined` where nothing of it is there. Never throws. */
export function readEthtool({ section, lines, subject }: Part): EthtoolReport | undefined {
  const report: Draft = { kind: "ethtool", section, interface: subject ?? "" };
  let named = false;
  let modes: string[] | undefined;
  for (const line of lines) {
    const name = /^Settings for (\S+):$/.exec(line.text)?.[1];
    if (name !== undefined) {
      report.interface = name;
      named = true;
      continue;
    }
    const statement = Statement.read(line, section);
    if (statement !== undefined) {
      modes = readModes(report, statement);
      if (modes === undefined) readLine(report, statement);
    } else if (modes && LINK_MODES.test(line.text)) for (const mode of line.text.split(/\s+/)) modes.push(mode);
  }
  const { kind: _, section: __, interface: ___, ...facts } = report;
  return report.interface === "" || !(named || Object.keys(facts).length > 0) ? undefined : report;
}

const MODES: ReadonlyMap<string, "supported" | "advertised" | "partnerAdvertised"> = new Map([
  ["Supported link modes", "supported"],
  ["Advertised link modes", "advertised"],
  ["Link partner advertised link modes", "partnerAdvertised"],
]);

/** One or more link modes: `10baseT/Half 10baseT/Full`. */
const LINK_MODES = /^\d+base\S*(?:\s+\d+base\S*)*$/;

/** Begins a list of link modes, which goes on in the lines that follow; the fact spans its first line. */
function readModes(report: Draft, statement: Statement): string[] | undefined {
  const key = MODES.get(statement.key);
  if (key === undefined || !LINK_MODES.test(statement.value)) return undefined;
  const modes = statement.value.split(/\s+/);
  report[key] = statement.fact(modes);
  return modes;
}

function readLine(report: Draft, statement: Statement): void {
  const { value } = statement;
  switch (statement.key) {
    case "Speed": {
      const megabits = statement.number();
      if (megabits) report.speed = megabits;
      else if (value.startsWith("Unknown")) report.speed = statement.fact(null);
      return;
    }
    case "Duplex":
      report.duplex = statement.fact(/^(Full|Half)/.exec(value)?.[0].toLowerCase() ?? null);
      return;
    case "Auto-negotiation":
      if (/^(on|off)\b/.test(value)) report.autonegotiation = statement.fact(value.startsWith("on"));
      return;
    case "Supports auto-negotiation":
      if (/^(Yes|No)\b/.test(value)) report.canNegotiate = statement.fact(value.startsWith("Yes"));
      return;
    case "Link partner advertised auto-negotiation":
      if (/^(Yes|No)\b/.test(value)) report.partnerNegotiates = statement.fact(value.startsWith("Yes"));
      return;
    case "Port":
      report.port = statement.fact(value);
      return;
    case "Link detected": {
      if (!/^(yes|no)\b/.test(value)) return;
      report.linkDetected = statement.fact(value.startsWith("yes"));
      const reason = /^no \(([^)]+)\)/.exec(value)?.[1];
      if (reason !== undefined) report.noLinkReason = reason;
    }
  }
}
