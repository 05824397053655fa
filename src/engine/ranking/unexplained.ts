import type { RawFinding } from "../rules/rule.ts";
import type { Explained } from "./causes.ts";

/**
 * The findings that nothing has explained yet. They lie by rule and port, so that a cause sees only what it may explain:
 * each of thousands of ports may be a cause of its own.
 */
export class Unexplained {
  readonly #order: ReadonlyMap<RawFinding, number>;
  readonly #byRule = new Map<RawFinding["rule"], Map<RawFinding["port"], Set<RawFinding>>>();

  constructor(findings: readonly RawFinding[]) {
    this.#order = new Map(findings.map((finding, at) => [finding, at]));
    for (const finding of findings) {
      const byPort = this.#byRule.get(finding.rule) ?? new Map<RawFinding["port"], Set<RawFinding>>();
      this.#byRule.set(finding.rule, byPort);
      const own = byPort.get(finding.port);
      if (own) own.add(finding);
      else byPort.set(finding.port, new Set([finding]));
    }
  }

  /** True for a finding that nothing has explained yet. */
  has(finding: RawFinding): boolean {
    return this.#byRule.get(finding.rule)?.get(finding.port)?.has(finding) === true;
  }

  /** What a cause explains, in the order in which it was found. It is explained then. */
  take(cause: RawFinding, explains: readonly Explained[]): RawFinding[] {
    const taken: RawFinding[] = [];
    for (const entry of explains) {
      const [rule, option] = typeof entry === "string" ? [entry] : [entry.rule, entry.option];
      for (const own of this.#near(rule, cause.port)) {
        for (const finding of own) {
          if (option !== undefined && finding.option !== option) continue;
          own.delete(finding);
          taken.push(finding);
        }
      }
    }
    return taken.sort((a, b) => this.#at(a) - this.#at(b));
  }

  /** A cause that is about one port explains what is about that port, or about the bond as a whole. */
  #near(rule: RawFinding["rule"], port: RawFinding["port"]): Iterable<Set<RawFinding>> {
    const byPort = this.#byRule.get(rule);
    if (byPort === undefined) return [];
    if (port === undefined) return byPort.values();
    return [byPort.get(port), byPort.get(undefined)].filter((own) => own !== undefined);
  }

  #at(finding: RawFinding): number {
    return this.#order.get(finding) ?? 0;
  }
}
