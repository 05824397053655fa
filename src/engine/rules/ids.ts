/** The ids of the rules that Bondlint ships. They keep the kernel's word "slave"; messages say port. Ids are never reused. */
export const RULE_IDS = [
  "no-link-monitoring",
  "miimon-zero-but-arp",
  "ethtool-down-bond-up",
  "no-carrier-bond-up",
  "dead-port-reported-up",
  "active-slave-dead-no-failover",
  "all-ports-dead-hidden",
  "slave-mii-down",
  "port-admin-down",
  "carrier-up-mii-down",
  "no-redundancy",
  "profile-kernel-drift",
  "correction-not-applied",
] as const;

export type RuleId = (typeof RULE_IDS)[number];

/** True for the id of a rule that Bondlint ships. */
export function isRuleId(id: string): id is RuleId {
  return (RULE_IDS as readonly string[]).includes(id);
}
