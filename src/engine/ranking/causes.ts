import type { OptionName } from "../bonding/options.ts";
import type { RuleId } from "../rules/ids.ts";

/** A rule that a root explains; with `option`, only what it says of that option. */
export type Explained = RuleId | { readonly rule: RuleId; readonly option: OptionName };

/** A root cause, and what of the same bond is only its consequence. */
export interface Cause {
  readonly root: RuleId;
  /** Only where the root is about this option. */
  readonly option?: OptionName;
  readonly explains: readonly Explained[];
}

/** What may well suit the mode that was meant, where the one that is written is missing or misspelt. */
const MODE_DEPENDENT: readonly RuleId[] = ["option-wrong-mode", "fom-mode-ignored", "arp-mode-unsupported"];
/** What a bond without ports shows besides. */
const OF_NO_PORTS = ["bond-down", "active-slave-none", "primary-not-a-slave", "no-active-aggregator"] as const;

/** Why a port that a profile names is not in the bond. */
const OF_ABSENT_PORT = ["port-unavailable", "port-admin-down", "two-managers", "port-profile-not-autoconnect"] as const;

/**
 * Root causes, the most fundamental first. Of one bond the first that fired at warning or error is the root cause; what a
 * cause explains is told inside it, and everything else stands for itself. A rule that is in no entry explains nothing.
 */
export const CAUSES: readonly Cause[] = [
  { root: "stray-default-bond0", explains: ["no-slaves", "bond-down", "no-link-monitoring"] },
  { root: "slave-device-missing", explains: ["no-slaves", ...OF_NO_PORTS, "single-slave"] },
  { root: "port-of-wrong-controller", explains: ["no-slaves", ...OF_NO_PORTS, "single-slave"] },
  { root: "no-slaves", explains: [...OF_NO_PORTS, "slave-missing", ...OF_ABSENT_PORT, "nm-device-not-activated"] },
  { root: "slave-missing", explains: [...OF_ABSENT_PORT, "single-slave", "primary-not-a-slave"] },
  { root: "port-unavailable", explains: ["primary-not-a-slave"] },
  { root: "nm-device-not-activated", explains: ["bond-down"] },
  {
    root: "no-link-monitoring",
    explains: [
      "active-slave-dead-no-failover",
      "failover-did-not-happen",
      "all-ports-dead-hidden",
      "ethtool-down-bond-up",
      "no-carrier-bond-up",
      "dead-port-reported-up",
      "slave-mii-down",
      "no-redundancy",
      { rule: "profile-kernel-drift", option: "miimon" },
      "arp-validate-disables-miimon",
    ],
  },
  {
    root: "min-links-not-met",
    explains: [
      "bond-down",
      "no-redundancy",
      "lacp-ports-lt-slaves",
      "no-active-aggregator",
      "now-running-without-active",
    ],
  },
  {
    root: "arp-target-unreachable",
    explains: [
      "all-slaves-down",
      "bond-down",
      "active-slave-none",
      "slave-mii-down",
      "carrier-up-mii-down",
      "no-redundancy",
      "link-flapping",
      "link-failure-count",
      "failures-rising",
      "failback-flapping",
      "now-running-without-active",
      "arp-single-target",
    ],
  },
  {
    root: "all-slaves-down",
    explains: [
      "bond-down",
      "active-slave-none",
      "slave-mii-down",
      "port-admin-down",
      "carrier-up-mii-down",
      "no-redundancy",
      "single-slave",
      "slave-vanished",
      "failures-rising",
      "link-flapping",
      "now-running-without-active",
      "no-active-aggregator",
      "lacp-partner-zero",
      "lacp-aggregator-split",
      "lacp-ports-lt-slaves",
      "lacp-not-in-sync",
      "lacp-defaulted",
      "lacp-churn",
    ],
  },
  {
    root: "slave-mii-down",
    explains: [
      "port-admin-down",
      "carrier-up-mii-down",
      "no-redundancy",
      "active-slave-none",
      "link-failure-count",
      "failures-rising",
      "failback-flapping",
    ],
  },
  {
    root: "failover-did-not-happen",
    explains: ["active-slave-dead-no-failover", "ethtool-down-bond-up", "no-carrier-bond-up"],
  },
  { root: "slave-vanished", explains: ["single-slave", "no-redundancy", "primary-not-a-slave", "active-changed"] },
  { root: "ethtool-down-bond-up", explains: ["no-carrier-bond-up", "no-redundancy"] },
  { root: "no-carrier-bond-up", explains: ["no-redundancy"] },
  { root: "no-active-aggregator", explains: ["bond-down"] },
  { root: "bond-down", explains: ["active-slave-none"] },
  { root: "active-slave-none", explains: [] },
  { root: "now-running-without-active", explains: [] },
  { root: "failures-rising", explains: ["link-flapping", "link-failure-count", "failback-flapping", "nic-errors"] },
  { root: "link-flapping", explains: ["link-failure-count", "failback-flapping", "nic-errors"] },
  { root: "active-backup-on-portchannel", explains: [] },
  {
    root: "half-duplex",
    explains: ["autoneg-off", "ethtool-speed-differs-from-bond", "nic-errors", "lacp-not-in-sync", "lacp-churn"],
  },
  {
    root: "lacp-loop-to-self",
    explains: [
      "lacp-partner-zero",
      "lacp-aggregator-split",
      "lacp-ports-lt-slaves",
      "lacp-not-in-sync",
      "lacp-defaulted",
      "lacp-churn",
    ],
  },
  {
    root: "lacp-on-static",
    explains: [
      "lacp-partner-zero",
      "lacp-aggregator-split",
      "lacp-ports-lt-slaves",
      "lacp-not-in-sync",
      "lacp-defaulted",
      "lacp-churn",
    ],
  },
  { root: "switch-requires-static-lag", explains: [] },
  { root: "lacp-partner-port-dup", explains: ["lacp-ports-lt-slaves", "lacp-not-in-sync", "lacp-churn"] },
  {
    root: "lacp-expired",
    explains: ["lacp-not-in-sync", "lacp-ports-lt-slaves", "lacp-aggregator-split", "lacp-churn"],
  },
  {
    root: "lacp-partner-zero",
    explains: ["lacp-aggregator-split", "lacp-ports-lt-slaves", "lacp-not-in-sync", "lacp-defaulted", "lacp-churn"],
  },
  {
    root: "lacp-speed-mismatch",
    explains: ["lacp-aggregator-split", "lacp-ports-lt-slaves", "lacp-not-in-sync", "lacp-churn"],
  },
  {
    root: "lacp-aggregator-split",
    explains: ["lacp-ports-lt-slaves", "lacp-not-in-sync", "lacp-churn", "ad-select-stable-small-agg"],
  },
  {
    root: "lacp-not-in-sync",
    explains: ["lacp-speed-unknown", "lacp-ports-lt-slaves", "lacp-defaulted", "lacp-churn"],
  },
  { root: "lacp-speed-unknown", explains: ["lacp-defaulted"] },
  { root: "lacp-ports-lt-slaves", explains: ["lacp-churn"] },
  { root: "lacp-defaulted", explains: ["lacp-churn"] },
  { root: "lacp-churn", explains: [] },
  { root: "lacp-passive-both", explains: [] },
  { root: "link-failure-count", explains: ["failback-flapping"] },
  { root: "failback-flapping", explains: [] },
  { root: "two-managers", explains: ["single-slave"] },
  { root: "profile-kernel-drift", explains: [] },
  { root: "mode-falls-back-to-rr", explains: MODE_DEPENDENT },
  { root: "arp-validate-disables-miimon", explains: [] },
  { root: "option-typo", explains: [] },
  { root: "option-typo", option: "miimon", explains: ["miimon-too-slow"] },
  { root: "default-mode-rr", explains: MODE_DEPENDENT },
  { root: "arp-mode-unsupported", explains: [] },
  { root: "arp-no-target", explains: [] },
  { root: "miimon-and-arp", explains: [] },
  { root: "delay-without-miimon", explains: [] },
  { root: "updelay-not-multiple", explains: [] },
  { root: "primary-not-a-slave", explains: [] },
  { root: "duplicate-permanent-mac", explains: ["single-slave"] },
  { root: "autoneg-off", explains: ["ethtool-speed-differs-from-bond"] },
  { root: "slow-active", explains: ["speed-mismatch"] },
  { root: "speed-mismatch", explains: [] },
  { root: "ethtool-speed-differs-from-bond", explains: [] },
  { root: "nic-errors", explains: [] },
  { root: "port-profile-not-autoconnect", explains: [] },
  { root: "foreign-slave", explains: [] },
  { root: "mtu-mismatch", explains: [] },
  { root: "slave-has-ip", explains: [] },
  { root: "slave-mac-not-bond-mac", explains: [] },
  { root: "same-subnet-two-interfaces", explains: [] },
  { root: "hash-single-link", explains: [] },
  { root: "use-carrier-0", explains: [] },
  { root: "no-redundancy", explains: [] },
  { root: "single-slave", explains: [] },
  { root: "arp-interval-too-short", explains: ["link-failure-count", "link-flapping"] },
  { root: "arp-single-target", explains: [] },
  { root: "miimon-too-slow", explains: [] },
  { root: "active-not-primary", explains: [] },
  { root: "vm-mac-filter", explains: [] },
  { root: "failover-verified", explains: ["active-changed"] },
];
