import { effectiveOptions } from "../bonding/effective.ts";
import { knowledgeOf, type OptionName, type Options } from "../bonding/options.ts";
import type { Bond, Stored } from "../hosts/model.ts";
import { sameValue } from "../hosts/pending.ts";
import type { Fact } from "../text/section.ts";
import type { Rule } from "./rule.ts";
import { dump, keyfile, profile } from "./samples.ts";
import { listOf, nameOf, subjectOf } from "./words.ts";

const NMCLI = "https://networkmanager.dev/docs/api/latest/nmcli.html";
const whole = (name: string, options: string, active: boolean) => ({
  path: `nmcli_con_show_${name}.txt`,
  text: [
    ["connection.id:", name],
    ["connection.type:", "bond"],
    ["connection.interface-name:", "bond0"],
    ["bond.options:", options],
    ["proxy.method:", "none"],
    ...(active ? [["GENERAL.DEVICES:", "bond0"]] : []),
  ]
    .map(([key = "", value]) => `${key.padEnd(40)}${value}\n`)
    .join(""),
});
const SOUND = "mode=active-backup,miimon=100,primary=eno1";

export const keyfileNotReloaded: Rule = {
  id: "keyfile-not-reloaded",
  entry: "R106",
  title: "The keyfile was edited and not reloaded",
  why: "NetworkManager does not watch its keyfiles: what was edited there counts only after `nmcli con reload`, and runs only after the bond is activated or reapplied.",
  guards: [
    "Compares the same profile in its keyfile and in what nmcli prints; a text order or a default is no difference.",
  ],
  remedy: "`nmcli con reload`, then `nmcli device reapply` or `nmcli con up`.",
  references: [NMCLI],
  examples: {
    hit: {
      title: "100 in the file, 0 in nmcli",
      captures: [keyfile("miimon=100", "mode=active-backup"), whole("bond0", "mode=active-backup,miimon=0", true)],
    },
    clean: {
      title: "the same",
      captures: [keyfile("miimon=100", "mode=active-backup"), whole("bond0", "mode=active-backup,miimon=100", true)],
    },
    absent: { title: "only the file", captures: [keyfile("miimon=100", "mode=active-backup")] },
  },
  *check(bond) {
    for (const file of bond.stored.filter(({ report }) => report.kind === "keyfile")) {
      const printed = bond.stored.find(({ report, id }) => report.kind === "nmcli-connection" && id === file.id);
      const option = printed && differing(file, printed);
      if (printed === undefined || option === undefined) continue;
      const [here, there] = [file.options.get(option), printed.options.get(option)];
      const value = (fact: typeof here) => (fact === undefined ? `has no ${option}` : `says ${option}=${fact.value}`);
      yield {
        rule: "keyfile-not-reloaded",
        severity: "warning",
        confidence: "medium",
        impact: "none",
        option,
        message: `The keyfile of ${nameOf(bond)} ${value(here)}, but NetworkManager ${value(there)}: the file was edited and not reloaded.`,
        places: [here ?? file.text],
        related: [{ message: `NetworkManager ${value(there)}`, fact: there ?? printed.text }],
      };
    }
  },
};

/** The first option that would run otherwise: a default that is written out, or an order of targets, is no difference. */
function differing(file: Stored, printed: Stored): OptionName | undefined {
  const [here, there] = [becomes(file), becomes(printed)];
  const names = new Set([...file.options.keys(), ...printed.options.keys()]);
  return [...names].find((name) => {
    const [a, b] = [
      here.get(name) ?? knowledgeOf(name).kernelDefault,
      there.get(name) ?? knowledgeOf(name).kernelDefault,
    ];
    return !sameValue(name, a, b);
  });
}

function becomes({ options }: Stored): Options {
  return effectiveOptions(new Map([...options].map(([name, { value }]) => [name, value])));
}

export const severalProfiles: Rule = {
  id: "several-profiles-one-device",
  entry: "R105",
  title: "Several profiles for one bond",
  why: "Two profiles name the same interface: which of them NetworkManager activates at boot depends on priorities and time stamps, so the bond may come up with other options than expected.",
  guards: ["Speaks only where both profiles name the interface themselves, or bear the same name."],
  remedy: "Delete the profile that is not wanted, or set `connection.autoconnect no` in it.",
  references: [NMCLI],
  examples: {
    hit: {
      title: "bond0 and bond0-old",
      captures: [whole("bond0", SOUND, true), whole("bond0-old", "mode=active-backup,miimon=100", false)],
    },
    clean: { title: "one profile", captures: [whole("bond0", SOUND, true)] },
    absent: { title: "no profile captured", captures: [dump({ miimon: 100 })] },
  },
  *check(bond) {
    const { connections } = bond.managed;
    const named = connections.filter((one) => (one.interface ?? one.device)?.value === bond.name);
    const own = connections.filter(({ id }) => id !== undefined && named.some((one) => one.id === id));
    const alike = new Set(own.map(({ id }) => id)).size < own.length;
    const ids = own.map(({ id = "", uuid = "" }) => (alike ? `${id} ${uuid}` : id));
    const places = own.map(({ id, place }) => (alike ? undefined : textOf(bond, id)) ?? place);
    const [first, ...others] = places;
    if (first === undefined || others.length === 0) return;
    yield {
      rule: "several-profiles-one-device",
      severity: "warning",
      confidence: "medium",
      impact: "none",
      message: `${subjectOf(bond)} has ${ids.length} profiles (${listOf(ids)}): which of them is active after a reboot is not certain.`,
      places: [first, ...others],
      related: [],
    };
  },
};

function textOf(bond: Bond, name: string | undefined): Fact<unknown> | undefined {
  return bond.stored.find(({ id }) => id === name)?.text;
}

export const profileNotActive: Rule = {
  id: "profile-not-active",
  entry: "R107",
  title: "The profile is not in use",
  why: "nmcli appends what is active to a profile (`GENERAL.*`). Where that is missing, the profile is stored and not in use: it says nothing of the running bond.",
  guards: ["Speaks only for a profile that was printed whole, and only as information."],
  remedy: "Capture the profile that is in use (`nmcli -g GENERAL.CONNECTION device show BOND`), or activate this one.",
  references: [NMCLI],
  examples: {
    hit: { title: "no GENERAL block", captures: [whole("bond0", SOUND, false)] },
    clean: { title: "in use", captures: [whole("bond0", SOUND, true)] },
    absent: { title: "one property only", captures: [profile(SOUND)] },
  },
  *check(bond) {
    if (bond.profile?.active !== false) return;
    yield {
      rule: "profile-not-active",
      severity: "information",
      confidence: "high",
      impact: "none",
      message: `The profile ${bond.profile.name ?? ""} of ${nameOf(bond)} is stored and not in use: its options say nothing of what runs.`,
      places: bond.profile.text.facts,
      related: [],
    };
  },
};
