import { ARP_FAMILY, type OptionChange } from "../bonding/change.ts";
import { isOptionName, knowledgeOf, type OptionName } from "../bonding/options.ts";
import type { ProblemCode } from "../bonding/problems.ts";
import type { FoundProblem } from "../hosts/judged.ts";
import type { Bond } from "../hosts/model.ts";
import type { Fact } from "../text/section.ts";
import type { RuleId } from "./ids.ts";
import type { Example, Impact, RawFinding, Rule, Severity } from "./rule.ts";
import { KERNEL_DOC, keyfile, profile, runbook } from "./samples.ts";
import { configurationOf, nameOf } from "./words.ts";

/** Which rule reports which problem of an option text; what is not here is told by a rule that sees more than the text. */
const RULE_OF: Readonly<Partial<Record<ProblemCode, RuleId>>> = {
  "unknown-option": "option-typo",
  "invalid-value": "option-typo",
  ambiguous: "option-typo",
  "missing-value": "option-typo",
  syntax: "option-typo",
  "mode-falls-back": "mode-falls-back-to-rr",
  "mode-missing": "mode-falls-back-to-rr",
  "mode-defaults": "default-mode-rr",
  "miimon-and-arp": "miimon-and-arp",
  "arp-without-target": "arp-no-target",
  "arp-mode-unsupported": "arp-mode-unsupported",
  "arp-validate-disables-miimon": "arp-validate-disables-miimon",
  "delay-without-miimon": "delay-without-miimon",
  "peer-notif-not-multiple": "peer-notif-delay-not-multiple",
  "primary-wrong-mode": "option-wrong-mode",
  "lacp-option-wrong-mode": "option-wrong-mode",
  "option-wrong-mode": "option-wrong-mode",
  "fom-ignored": "fom-mode-ignored",
  "fom-follow-with-arp-validate": "fom-follow-with-arp-validate",
  "grat-arp-differs": "num-grat-arp-differs-num-unsol-na",
};

/** The rule of a problem. Rounded delays are two rules, one for each delay. */
function ruleOfProblem({ code, option, severity }: FoundProblem): RuleId | undefined {
  // Seconds where milliseconds were meant are not what the line says; a unit that only one reader takes is a matter of taste.
  if (code === "unit") return severity === "error" ? "option-typo" : undefined;
  if (code !== "delay-not-multiple") return RULE_OF[code];
  return option === "downdelay" ? "downdelay-not-multiple" : "updelay-not-multiple";
}

interface Told {
  readonly id: RuleId;
  readonly entry: string;
  readonly title: string;
  readonly severity: Severity;
  readonly impact: Impact;
  readonly why: string;
  readonly remedy: string;
  readonly hit: Example;
  readonly clean: Example;
  readonly absent?: Example;
}

const SOUND: Example = { title: "a sound line", captures: [profile("mode=active-backup,miimon=100,primary=eno1")] };
const SILENT: Example = { title: "options not captured", captures: [runbook("nmcli con up bond0")] };

function optionRule({ id, entry, title, severity, impact, why, remedy, hit, clean, absent = SILENT }: Told): Rule {
  return {
    id,
    entry,
    title,
    why,
    remedy,
    guards: [
      "Judges what is stored or planned, by NetworkManager's own checks and by what the kernel then runs.",
      "Silent for a profile that is shown not to be in use.",
    ],
    references: [KERNEL_DOC, "https://networkmanager.dev/docs/api/latest/settings-bond.html"],
    examples: { hit, clean, absent },
    *check(bond) {
      if (bond.profile?.active === false) return;
      const own = (bond.profile?.problems ?? []).filter(
        ({ value }) => ruleOfProblem(value) === id && !isDefault(bond, value),
      );
      for (const [first, ...others] of byOption(own)) {
        yield findingOf(bond, id, severity, impact, [first, ...others]);
      }
    },
  };
}

/** An option without effect in the mode does no harm where it says what runs anyway. */
function isDefault({ profile }: Bond, { code, option = "" }: FoundProblem): boolean {
  if (code !== "option-wrong-mode" || !isOptionName(option)) return false;
  return profile?.options.get(option)?.value === knowledgeOf(option).kernelDefault;
}

/** The same problem in several captures of one profile is one finding. */
function byOption(problems: readonly Fact<FoundProblem>[]): [Fact<FoundProblem>, ...Fact<FoundProblem>[]][] {
  const groups = new Map<string, [Fact<FoundProblem>, ...Fact<FoundProblem>[]]>();
  for (const problem of problems) {
    const { code, option } = problem.value;
    // Which of the two monitors is named depends on the order in which they are written.
    const key = code === "miimon-and-arp" ? code : `${code} ${option}`;
    const group = groups.get(key);
    if (group) group.push(problem);
    else groups.set(key, [problem]);
  }
  return [...groups.values()];
}

function findingOf(
  bond: Bond,
  rule: RuleId,
  severity: Severity,
  impact: Impact,
  facts: readonly [Fact<FoundProblem>, ...Fact<FoundProblem>[]],
): RawFinding {
  const [{ value: problem, section }] = facts;
  const change = changeFor(bond, problem, section.capture.text.slice(facts[0].start, facts[0].end));
  const { suggestion, replaces } = problem;
  // A comment behind miimon=0 makes NetworkManager run 100: putting the 0 right would switch monitoring off.
  const harmful = problem.option === "miimon" && Number(suggestion) === 0;
  return {
    rule,
    severity,
    confidence: "high",
    impact,
    ...(isOptionName(problem.option ?? "") && { option: problem.option as OptionName }),
    message: `In the ${configurationOf(bond)} of ${nameOf(bond)}: ${problem.message}`,
    places: facts,
    related: [],
    ...(change && { change }),
    ...(suggestion !== undefined && replaces && !harmful && { rewrite: { section, ...replaces, text: suggestion } }),
  };
}

function isModeInDoubt({ profile }: Bond): boolean {
  return profile?.problems.some(({ value }) => MODE_IN_DOUBT.includes(value.code)) === true;
}

const MODE_IN_DOUBT: readonly ProblemCode[] = ["mode-defaults", "mode-missing", "mode-falls-back"];

/** What the options become: the suggested value, or without the option that does harm or nothing. */
function changeFor(
  bond: Bond,
  { code, option = "", suggestion, becomes }: FoundProblem,
  entry: string,
): OptionChange | undefined {
  const stored = bond.profile?.options;
  switch (code) {
    case "miimon-and-arp":
    case "arp-validate-disables-miimon":
    case "arp-without-target":
    case "arp-mode-unsupported": {
      const miimon = stored?.get("miimon")?.value ?? "100";
      return {
        set: new Map([["miimon", Number(miimon) > 0 ? miimon : "100"]]),
        unset: ARP_FAMILY.filter((name) => stored?.has(name)),
      };
    }
    case "delay-without-miimon":
      return { set: new Map([["miimon", "100"]]), unset: [] };
    case "option-wrong-mode":
    case "lacp-option-wrong-mode":
    case "primary-wrong-mode":
    case "fom-ignored":
      // Where the mode itself is missing or misspelt, the option may well suit the mode that was meant.
      return isOptionName(option) && !isModeInDoubt(bond) ? { set: new Map(), unset: [option] } : undefined;
    case "unknown-option": {
      if (becomes) return { set: becomes, unset: [] };
      const value = /=\s*(.*)$/.exec(entry)?.[1];
      return suggestion !== undefined && isOptionName(suggestion) && value
        ? { set: new Map([[suggestion, value]]), unset: [] }
        : undefined;
    }
    default:
      if (option === "miimon" && Number(suggestion) === 0) return { set: new Map([["miimon", "100"]]), unset: [] };
      if (becomes) return { set: becomes, unset: [] };
      return suggestion !== undefined && isOptionName(option)
        ? { set: new Map([[option, suggestion]]), unset: [] }
        : undefined;
  }
}

/** The rules that judge the text of options. */
export const OPTION_RULES: readonly Rule[] = [
  optionRule({
    id: "option-typo",
    entry: "R77",
    title: "An option or value that does not exist",
    severity: "error",
    impact: "none",
    why: "nmcli refuses a line with a misspelt option; a keyfile or BONDING_OPTS with one loads, and the option is silently not used.",
    remedy: "Write the option as it is spelt; the nearest name is offered.",
    hit: { title: "mimon", captures: [keyfile("mode=active-backup", "mimon=100")] },
    clean: { title: "miimon", captures: [keyfile("mode=active-backup", "miimon=100")] },
  }),
  optionRule({
    id: "default-mode-rr",
    entry: "R63",
    title: "No mode is written, so the bond is balance-rr",
    severity: "warning",
    impact: "at-risk",
    why: "Without a mode the driver makes a balance-rr bond, which needs a static port channel on the switch. Hardly anybody means that.",
    remedy: "Write the mode that is meant: `mode=active-backup` needs nothing of the switch.",
    hit: { title: "a keyfile without a mode", captures: [keyfile("miimon=100")] },
    clean: { title: "balance-rr on purpose", captures: [keyfile("mode=balance-rr", "miimon=100")] },
  }),
  optionRule({
    id: "mode-falls-back-to-rr",
    entry: "R63b",
    title: "The mode silently becomes balance-rr",
    severity: "error",
    impact: "at-risk",
    why: "A keyfile or BONDING_OPTS with a misspelt mode makes a balance-rr bond, which needs a static port channel on the switch.",
    remedy: "Write the mode as it is spelt.",
    hit: { title: "active-bakup", captures: [keyfile("mode=active-bakup", "miimon=100")] },
    clean: { title: "active-backup", captures: [keyfile("mode=active-backup", "miimon=100")] },
  }),
  optionRule({
    id: "miimon-and-arp",
    entry: "R10",
    title: "Both monitors in one profile",
    severity: "error",
    impact: "none",
    why: "The driver runs one monitor. nmcli keeps the one that is written last and drops the other; a keyfile can hold both, and the kernel then runs MII only.",
    remedy: "Keep one of them.",
    hit: {
      title: "both",
      captures: [keyfile("mode=active-backup", "miimon=100", "arp_interval=1000", "arp_ip_target=10.20.0.1")],
    },
    clean: SOUND,
  }),
  optionRule({
    id: "arp-no-target",
    entry: "R09",
    title: "The ARP monitor has nobody to ask",
    severity: "error",
    impact: "at-risk",
    why: "NetworkManager refuses arp_interval without a target; the kernel takes it and never hears an answer.",
    remedy: "Add arp_ip_target, best two; or use miimon=100.",
    hit: {
      title: "no target",
      captures: [runbook('nmcli con modify bond0 bond.options "mode=active-backup,arp_interval=1000"')],
    },
    clean: SOUND,
  }),
  optionRule({
    id: "arp-mode-unsupported",
    entry: "R13",
    title: "The ARP monitor in a mode that cannot have it",
    severity: "error",
    impact: "none",
    why: "802.3ad, balance-tlb and balance-alb need miimon. NetworkManager refuses the ARP options there or drops them without a word.",
    remedy: "miimon=100 instead of the ARP options.",
    hit: {
      title: "802.3ad with arp_interval",
      captures: [
        runbook('nmcli con modify bond0 bond.options "mode=802.3ad,arp_interval=1000,arp_ip_target=10.20.0.1"'),
      ],
    },
    clean: SOUND,
  }),
  optionRule({
    id: "arp-validate-disables-miimon",
    entry: "R19",
    title: "arp_validate keeps miimon from being sent",
    severity: "error",
    impact: "at-risk",
    why: "NetworkManager 1.40 and later does not send miimon while arp_validate is set: the bond runs unmonitored although its profile says miimon=100.",
    remedy: "Remove arp_validate.",
    hit: { title: "arp_validate with miimon", captures: [profile("mode=active-backup,arp_validate=all,miimon=100")] },
    clean: SOUND,
  }),
  optionRule({
    id: "updelay-not-multiple",
    entry: "R16",
    title: "updelay is rounded down",
    severity: "warning",
    impact: "none",
    why: "Delays are counted in intervals of miimon; what is left over is cut off, and a delay below miimon becomes 0.",
    remedy: "Write a multiple of miimon.",
    hit: { title: "250 with miimon=100", captures: [profile("mode=active-backup,miimon=100,updelay=250")] },
    clean: { title: "200", captures: [profile("mode=active-backup,miimon=100,updelay=200")] },
  }),
  optionRule({
    id: "downdelay-not-multiple",
    entry: "R16",
    title: "downdelay is rounded down",
    severity: "warning",
    impact: "none",
    why: "Delays are counted in intervals of miimon; what is left over is cut off, and a delay below miimon becomes 0.",
    remedy: "Write a multiple of miimon.",
    hit: { title: "150 with miimon=100", captures: [profile("mode=active-backup,downdelay=150,miimon=100")] },
    clean: { title: "200", captures: [profile("mode=active-backup,downdelay=200,miimon=100")] },
  }),
  optionRule({
    id: "peer-notif-delay-not-multiple",
    entry: "R16",
    title: "peer_notif_delay is no multiple of miimon",
    severity: "error",
    impact: "none",
    why: "NetworkManager refuses it; the kernel would round it down.",
    remedy: "Write a multiple of miimon.",
    hit: {
      title: "250",
      captures: [runbook('nmcli con modify bond0 bond.options "mode=active-backup,miimon=100,peer_notif_delay=250"')],
    },
    clean: SOUND,
  }),
  optionRule({
    id: "delay-without-miimon",
    entry: "R17",
    title: "A delay without the MII monitor",
    severity: "error",
    impact: "none",
    why: "updelay, downdelay and peer_notif_delay belong to the MII monitor: NetworkManager and the kernel refuse them while miimon is 0.",
    remedy: "Set miimon, or remove the delay.",
    hit: {
      title: "updelay with miimon=0",
      captures: [runbook('nmcli con modify bond0 bond.options "mode=active-backup,miimon=0,updelay=200"')],
    },
    clean: SOUND,
  }),
  optionRule({
    id: "fom-mode-ignored",
    entry: "R66",
    title: "fail_over_mac outside active-backup",
    severity: "warning",
    impact: "none",
    why: "fail_over_mac has an effect in active-backup only.",
    remedy: "Remove it.",
    hit: { title: "in balance-rr", captures: [profile("mode=balance-rr,fail_over_mac=active,miimon=100")] },
    clean: { title: "in active-backup", captures: [profile("mode=active-backup,fail_over_mac=active,miimon=100")] },
  }),
  optionRule({
    id: "fom-follow-with-arp-validate",
    entry: "R67",
    title: "fail_over_mac=follow with arp_validate",
    severity: "warning",
    impact: "none",
    why: "With follow the address of the bond moves from port to port, and validated ARP answers can reach the port that has just lost it.",
    remedy: "fail_over_mac=active, or no validation.",
    hit: {
      title: "both",
      captures: [
        profile(
          "mode=active-backup,arp_interval=1000,arp_ip_target=10.20.0.1 10.20.0.2,arp_validate=all,fail_over_mac=follow",
        ),
      ],
    },
    clean: SOUND,
  }),
  optionRule({
    id: "option-wrong-mode",
    entry: "R78",
    title: "An option that the mode does not have",
    severity: "warning",
    impact: "none",
    why: "The option belongs to other modes. NetworkManager refuses it or drops it, or the kernel takes it and it does nothing.",
    remedy: "Remove it, or change the mode.",
    hit: {
      title: "xmit_hash_policy in active-backup",
      captures: [profile("mode=active-backup,miimon=100,xmit_hash_policy=layer3+4")],
    },
    clean: { title: "in balance-xor", captures: [profile("mode=balance-xor,miimon=100,xmit_hash_policy=layer3+4")] },
  }),
  optionRule({
    id: "num-grat-arp-differs-num-unsol-na",
    entry: "R79",
    title: "Two names of one value that differ",
    severity: "warning",
    impact: "none",
    why: "num_grat_arp and num_unsol_na are one value of the kernel; NetworkManager refuses a profile in which they differ.",
    remedy: "Give both the same value, or only one of them.",
    hit: {
      title: "5 and 3",
      captures: [runbook('nmcli con modify bond0 bond.options "mode=active-backup,num_grat_arp=5,num_unsol_na=3"')],
    },
    clean: SOUND,
  }),
];
