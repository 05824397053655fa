import { type AnyOptionName, isAnyOptionName } from "../bonding/options.ts";
import type { Report } from "../captures/index.ts";
import type { Fact } from "../text/section.ts";
import type { Span } from "../text/span.ts";

/** A place where a configuration, sysfs or `ip -j` states an option of a bond, whatever it is called there. */
export interface StatedOption extends Span {
  readonly name: AnyOptionName;
  readonly value: string;
}

/** The options that these reports state, in their order. Dumps, `ip -d` and profiles have more to say of their lines. */
export function* statedOptions(reports: readonly Report[]): Generator<StatedOption> {
  for (const report of reports) {
    if ("bonds" in report) for (const { options } of report.bonds) yield* namedOptions(options);
    if (report.kind === "nmstate") for (const { options } of report.running) yield* namedOptions(options);
    if (report.kind !== "ip-link" || report.section.kind === "ip-link") continue;
    for (const { bond } of report.interfaces) if (bond) yield* namedOptions(bond);
  }
}

function* namedOptions(options: ReadonlyMap<string, Fact<string>>): Generator<StatedOption> {
  for (const [key, { value, start, end }] of options) {
    const name = key === "peer_notify_delay" ? "peer_notif_delay" : key;
    if (isAnyOptionName(name)) yield { name, value, start, end };
  }
}
