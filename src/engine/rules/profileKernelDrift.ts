import { type OptionChange, setOption } from "../bonding/change.ts";
import type { OptionName } from "../bonding/options.ts";
import type { Bond, Profile } from "../hosts/model.ts";
import { sameValue } from "../hosts/pending.ts";
import type { Stated } from "../text/section.ts";
import type { Rule } from "./rule.ts";
import { dump, profile } from "./samples.ts";
import { configurationOf, evidenceOf, nameOf } from "./words.ts";

/** Options that change by themselves, or that are another name of one that is judged. */
const NOT_JUDGED: readonly OptionName[] = ["active_slave", "num_unsol_na"];

/** Options whose drift changes what the bond is, and not only how well it does it. */
const GRAVE: readonly OptionName[] = ["mode", "miimon", "arp_interval"];

export const profileKernelDrift: Rule = {
  id: "profile-kernel-drift",
  entry: "R70",
  title: "The profile and the running bond differ",
  why:
    "`nmcli con modify` changes what is stored, not what runs; `ip link` and sysfs change what runs, not what is stored. The " +
    "kernel's value decides what the bond does now, the profile's what it does after the next activation.",
  guards: [
    "What NetworkManager makes of a profile is compared, not its letters: a profile without miimon runs 100.",
    "Silent for an option that the profile leaves out, and for a profile that is not the one in use.",
  ],
  remedy: "Apply the profile with `nmcli device reapply`, or store the running value with `nmcli con modify`.",
  references: ["https://networkmanager.dev/docs/api/latest/nmcli.html"],
  examples: {
    hit: {
      title: "100 stored, 0 running",
      captures: [dump({ miimon: 0 }), profile("mode=active-backup,miimon=100,primary=eno1")],
    },
    clean: {
      title: "the same on both sides",
      captures: [dump({ miimon: 100 }), profile("mode=active-backup,miimon=100")],
    },
    absent: { title: "a profile without miimon", captures: [dump({ miimon: 0 }), profile("mode=active-backup")] },
  },
  *check(bond) {
    const { profile: stored } = bond;
    if (stored === undefined || stored.active === false) return;
    const drifted = driftedOptions(bond, stored);
    // Another mode has other options: it is the one thing to say.
    for (const [option, configured] of drifted.filter(([name], _, all) => name === "mode" || all[0]?.[0] !== "mode")) {
      const running = bond.kernel.options.get(option);
      const becomes = stored.effective.get(option);
      if (!running || becomes === undefined) continue;
      const losesMonitor =
        option === "miimon" && Number(becomes) === 0 && !(Number(stored.effective.get("arp_interval")) > 0);
      yield {
        rule: "profile-kernel-drift",
        severity: GRAVE.includes(option) ? "error" : "warning",
        confidence: "high",
        impact: losesMonitor ? "at-risk" : "none",
        option,
        message: losesMonitor
          ? `The kernel runs ${option}=${running.value} on ${nameOf(bond)}, but its ${configurationOf(bond)} says ${becomes}: the next activation would switch link monitoring off.`
          : `The ${configurationOf(bond)} of ${nameOf(bond)} says ${option}=${becomes}, but the kernel still runs ${running.value}: the change was saved and not applied.`,
        places: configured.facts,
        related: [
          ...evidenceOf(`the kernel runs ${running.value}`, running),
          ...bond.managed.events
            .filter(({ what, subject }) => what === "option-failed" && subject === option)
            .map(({ fact }) => ({ message: `NetworkManager could not set ${option}`, fact })),
        ],
        change: changeOf(option, running.value, losesMonitor, stored),
      };
    }
  },
};

/** The options that the profile names and the kernel runs otherwise; the mode first. */
function driftedOptions(bond: Bond, { options, effective }: Profile): [OptionName, Stated<string>][] {
  const drifted = [...options].filter(([option]) => {
    const running = bond.kernel.options.get(option);
    const becomes = effective.get(option);
    return (
      !NOT_JUDGED.includes(option) && running && becomes !== undefined && !sameValue(option, becomes, running.value)
    );
  });
  return drifted.sort(([a], [b]) => Number(b === "mode") - Number(a === "mode"));
}

/** Where the profile would lose what runs, it takes the running value; otherwise it is right and only has to be applied. */
function changeOf(option: OptionName, running: string, losesMonitor: boolean, { options }: Profile): OptionChange {
  return setOption(option, losesMonitor ? running : (options.get(option)?.value ?? running));
}
