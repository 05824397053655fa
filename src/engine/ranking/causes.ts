import type { OptionName } from "../bonding/options.ts";
import type { RuleId } from "../rules/ids.ts";

/** A rule that a root explains; with `option`, only what it says of that option. */
export type Explained = RuleId | { readonly rule: RuleId; readonly option: OptionName };

/** A root cause, and what of the same bond is only its consequence. */
export interface Cause {
  readonly root: RuleId;
  readonly explains: readonly Explained[];
}

/**
 * Root causes, the most fundamental first. Of one bond the first that fired is the root cause; what it explains is told
 * inside it, and everything else stands for itself. A rule that is in no entry explains nothing and is a root of its own.
 */
export const CAUSES: readonly Cause[] = [
  {
    root: "no-link-monitoring",
    explains: [
      "active-slave-dead-no-failover",
      "all-ports-dead-hidden",
      "ethtool-down-bond-up",
      "no-carrier-bond-up",
      "dead-port-reported-up",
      "slave-mii-down",
      "no-redundancy",
      { rule: "profile-kernel-drift", option: "miimon" },
    ],
  },
  { root: "slave-mii-down", explains: ["port-admin-down", "carrier-up-mii-down", "no-redundancy"] },
  { root: "ethtool-down-bond-up", explains: ["no-carrier-bond-up", "no-redundancy"] },
  { root: "no-carrier-bond-up", explains: ["no-redundancy"] },
  { root: "profile-kernel-drift", explains: [] },
  { root: "no-redundancy", explains: [] },
];
