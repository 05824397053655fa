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
  readonly port?: Fact<string>;
  readonly linkDetected?: Fact<boolean>;
  /** The reason behind `Link detected: no (…)` of newer versions. */
  readonly noLinkReason?: string;
}

/** Reads the output of `ethtool IF`; `undefined` where nothing of it is there. Never throws. */
export function readEthtool({ section, lines, subject }: Part): EthtoolReport | undefined {
  const report: { -readonly [K in keyof EthtoolReport]: EthtoolReport[K] } = {
    kind: "ethtool",
    section,
    interface: subject ?? "",
  };
  let named = false;
  for (const line of lines) {
    const name = /^Settings for (\S+):$/.exec(line.text)?.[1];
    if (name !== undefined) {
      report.interface = name;
      named = true;
      continue;
    }
    const statement = Statement.read(line, section);
    if (statement !== undefined) readLine(report, statement);
  }
  const { speed, duplex, linkDetected, port, autonegotiation } = report;
  const seen = named || [speed, duplex, linkDetected, port, autonegotiation].some((fact) => fact !== undefined);
  return report.interface === "" || !seen ? undefined : report;
}

function readLine(report: { -readonly [K in keyof EthtoolReport]: EthtoolReport[K] }, statement: Statement): void {
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
