import { type OptionChange, setOption } from "../bonding/change.ts";
import type { OptionName } from "../bonding/options.ts";
import type { Profile } from "../hosts/model.ts";
import type { Rule } from "./rule.ts";
import { dump, profile } from "./samples.ts";
import { evidenceOf, nameOf } from "./words.ts";

/** The options whose drift is judged, in the order of the findings. */
const JUDGED: readonly OptionName[] = ["miimon"];

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
    for (const option of JUDGED) {
      const running = bond.kernel.options.get(option);
      const configured = stored.options.get(option);
      const becomes = stored.effective.get(option);
      if (!running || !configured || becomes === undefined || becomes === running.value) continue;
      const losesMonitor = Number(becomes) === 0 && !(Number(stored.effective.get("arp_interval")) > 0);
      yield {
        rule: "profile-kernel-drift",
        severity: "error",
        confidence: "high",
        impact: losesMonitor ? "at-risk" : "none",
        option,
        message: losesMonitor
          ? `The kernel runs ${option}=${running.value} on ${nameOf(bond)}, but its profile says ${becomes}: the next activation would switch link monitoring off.`
          : `The profile of ${nameOf(bond)} says ${option}=${becomes}, but the kernel still runs ${running.value}: the change was saved and not applied.`,
        places: configured.facts,
        related: evidenceOf(`the kernel runs ${running.value}`, running),
        change: changeOf(option, running.value, losesMonitor, stored),
      };
    }
  },
};

/** Where the profile would lose what runs, it takes the running value; otherwise it is right and only has to be applied. */
function changeOf(option: OptionName, running: string, losesMonitor: boolean, { options }: Profile): OptionChange {
  return setOption(option, losesMonitor ? running : (options.get(option)?.value ?? running));
}
