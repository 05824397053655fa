import { activeSlaveDead } from "./activeSlaveDead.ts";
import { sameSubnet, slaveHasIp } from "./addresses.ts";
import { allPortsDeadHidden } from "./allPortsDeadHidden.ts";
import { arpInBalancing, arpIntervalTooShort, arpSingleTarget, arpTargetUnreachable } from "./arpMonitor.ts";
import {
  activeSlaveNone,
  allSlavesDown,
  bondDown,
  noSlaves,
  singleSlave,
  statusGoing,
  strayDefaultBond,
} from "./bondDown.ts";
import { nicErrors, sameNic } from "./cards.ts";
import { correctionNotApplied } from "./correctionNotApplied.ts";
import { deadPortReportedUp } from "./deadPortReportedUp.ts";
import { downdelayLong, miimonTooFast, miimonTooSlow, updelayZeroWithFailback, useCarrierZero } from "./delays.ts";
import { autonegOff, ethtoolSpeedDiffers, halfDuplex } from "./duplex.ts";
import { failoverDidNotHappen, failoverNotTested, failoverVerified } from "./failover.ts";
import { failbackFlapping, linkFailureCount } from "./failures.ts";
import { linkFlapping, runningWithoutActive } from "./flapping.ts";
import { hashSingleLink } from "./hashPolicy.ts";
import { activeChanged, failuresRising, slaveVanished } from "./history.ts";
import type { RuleId } from "./ids.ts";
import { adSelectStable, lacpAggregatorSplit, lacpPortsLtSlaves, noActiveAggregator } from "./lacpAggregator.ts";
import { lacpExpired } from "./lacpExpired.ts";
import { lacpDefaulted, lacpPartnerZero } from "./lacpPartner.ts";
import { lacpLoopToSelf, lacpPartnerPortDup } from "./lacpPeers.ts";
import { lacpChurn, lacpDetailMissing, lacpNotInSync, lacpPassiveBoth, lacpSpeedUnknown } from "./lacpPorts.ts";
import { lacpRateAsymmetric, lacpRateSlow } from "./lacpRate.ts";
import { ethtoolDownBondUp, noCarrierBondUp } from "./linkAgainstBond.ts";
import { failOverMacStacked, slaveMacNotBondMac } from "./macs.ts";
import { foreignSlave, nmDeviceNotActivated, portOfWrongController, portProfileNotAutoconnect } from "./managedBond.ts";
import { miimonZeroButArp } from "./miimonZeroButArp.ts";
import { minLinksNotMet, minLinksWithoutMargin } from "./minLinks.ts";
import { staleModprobeOptions } from "./moduleOptions.ts";
import { mtuMismatch } from "./mtu.ts";
import { noLinkMonitoring } from "./noLinkMonitoring.ts";
import { noRedundancy } from "./noRedundancy.ts";
import { OPTION_RULES } from "./optionText.ts";
import { duplicatePermanentMac, permanentHwaddrInUse } from "./permanentMacs.ts";
import { portUnavailable, slaveDeviceMissing, slaveMissing, twoManagers } from "./portProfiles.ts";
import { activeNotPrimary, noPrimary, primaryNotASlave, slowActive } from "./primary.ts";
import { profileKernelDrift } from "./profileKernelDrift.ts";
import { keyfileNotReloaded, profileNotActive, severalProfiles } from "./profiles.ts";
import type { Rule } from "./rule.ts";
import { carrierUpMiiDown, portAdminDown, slaveMiiDown } from "./slaveMiiDown.ts";
import { lacpSpeedMismatch, speedMismatch } from "./speeds.ts";
import { slaveCannotDo, vmMacFilter, wifiInBond } from "./surroundings.ts";
import { activeBackupOnPortchannel, lacpOnStatic, switchRequiresStaticLag } from "./switchSide.ts";

/** Every rule that Bondlint ships. */
export const RULES: readonly Rule[] = [
  noLinkMonitoring,
  miimonZeroButArp,
  ethtoolDownBondUp,
  noCarrierBondUp,
  deadPortReportedUp,
  activeSlaveDead,
  allPortsDeadHidden,
  arpTargetUnreachable,
  arpSingleTarget,
  arpIntervalTooShort,
  arpInBalancing,
  miimonTooSlow,
  miimonTooFast,
  useCarrierZero,
  downdelayLong,
  updelayZeroWithFailback,
  bondDown,
  allSlavesDown,
  noSlaves,
  strayDefaultBond,
  slaveMiiDown,
  portAdminDown,
  carrierUpMiiDown,
  noRedundancy,
  singleSlave,
  linkFailureCount,
  linkFlapping,
  runningWithoutActive,
  activeSlaveNone,
  activeNotPrimary,
  noPrimary,
  slowActive,
  primaryNotASlave,
  failbackFlapping,
  statusGoing,
  activeBackupOnPortchannel,
  lacpOnStatic,
  switchRequiresStaticLag,
  lacpPartnerZero,
  lacpAggregatorSplit,
  lacpSpeedMismatch,
  lacpNotInSync,
  lacpSpeedUnknown,
  lacpPortsLtSlaves,
  lacpDefaulted,
  lacpExpired,
  lacpPartnerPortDup,
  lacpLoopToSelf,
  lacpRateSlow,
  lacpRateAsymmetric,
  adSelectStable,
  lacpChurn,
  noActiveAggregator,
  lacpPassiveBoth,
  lacpDetailMissing,
  hashSingleLink,
  speedMismatch,
  sameNic,
  duplicatePermanentMac,
  permanentHwaddrInUse,
  halfDuplex,
  autonegOff,
  ethtoolSpeedDiffers,
  nicErrors,
  slaveCannotDo,
  wifiInBond,
  vmMacFilter,
  mtuMismatch,
  slaveHasIp,
  sameSubnet,
  slaveMacNotBondMac,
  failOverMacStacked,
  profileKernelDrift,
  keyfileNotReloaded,
  severalProfiles,
  profileNotActive,
  staleModprobeOptions,
  slaveMissing,
  slaveDeviceMissing,
  portUnavailable,
  twoManagers,
  portProfileNotAutoconnect,
  portOfWrongController,
  nmDeviceNotActivated,
  foreignSlave,
  minLinksNotMet,
  minLinksWithoutMargin,
  ...OPTION_RULES,
  failuresRising,
  failoverDidNotHappen,
  activeChanged,
  slaveVanished,
  failoverVerified,
  failoverNotTested,
  correctionNotApplied,
];

const BY_ID: ReadonlyMap<string, Rule> = new Map(RULES.map((rule) => [rule.id, rule]));

/** The rule of an id; `undefined` for an id that no rule has. */
export function ruleOf(id: RuleId | string): Rule | undefined {
  return BY_ID.get(id);
}
