import type { Bond, Stored } from "../hosts/model.ts";
import type { RawFinding } from "./rule.ts";
import { listOf, subjectOf } from "./words.ts";

/**
 * Two managers that each have a configuration of this bond. Silent for what netplan generates, for an ifcfg file that
 * NetworkManager may read, and for `/etc/network/interfaces` beside netplan, which upgrades leave behind.
 */
export function* ownersInConflict(bond: Bond): Generator<RawFinding> {
  const owners = new Map<string, Stored>();
  for (const stored of bond.stored) {
    const { owner } = stored;
    const manager = owner === "nmstate" ? "NetworkManager" : owner;
    if (manager !== undefined && isThere(stored) && !owners.has(manager)) owners.set(manager, stored);
  }
  if (owners.has("netplan")) owners.delete("ifupdown");
  const [first, second, ...others] = [...owners.values()];
  if (first === undefined || second === undefined) return;
  yield {
    rule: "two-managers",
    severity: "warning",
    confidence: "medium",
    impact: "none",
    message: `${subjectOf(bond)} is configured by ${listOf([...owners.keys()])}: which of them sets it up last is not certain.`,
    places: [first.text, second.text, ...others.map(({ text }) => text)],
    related: [],
  };
}

/** True for a configuration that some manager will act upon, of the bond that it names itself. */
function isThere({ active, report, interface: on, owner }: Stored): boolean {
  const planned = report.kind === "nmcli-modify" || owner === "ip" || owner === "the module";
  return active !== false && on !== undefined && !planned;
}
