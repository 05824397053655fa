/** The ids of the rules that Bondlint ships. They keep the kernel's word "slave"; messages say port. Ids are never reused. */
export const RULE_IDS = [
  "no-link-monitoring",
  "miimon-zero-but-arp",
  "ethtool-down-bond-up",
  "no-carrier-bond-up",
  "dead-port-reported-up",
  "active-slave-dead-no-failover",
  "all-ports-dead-hidden",
  "arp-target-unreachable",
  "arp-single-target",
  "arp-interval-too-short",
  "miimon-too-slow",
  "miimon-too-fast",
  "use-carrier-0",
  "downdelay-long",
  "updelay-zero-with-failback",
  "bond-down",
  "all-slaves-down",
  "no-slaves",
  "stray-default-bond0",
  "slave-mii-down",
  "port-admin-down",
  "carrier-up-mii-down",
  "no-redundancy",
  "single-slave",
  "link-failure-count",
  "link-flapping",
  "now-running-without-active",
  "active-slave-none",
  "active-not-primary",
  "no-primary",
  "slow-active",
  "primary-not-a-slave",
  "failback-flapping",
  "status-going",
  "profile-kernel-drift",
  "correction-not-applied",
] as const;

export type RuleId = (typeof RULE_IDS)[number];

/** True for the id of a rule that Bondlint ships. */
export function isRuleId(id: string): id is RuleId {
  return (RULE_IDS as readonly string[]).includes(id);
}
