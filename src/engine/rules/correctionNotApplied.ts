import { isOptionName, type OptionName, type Options } from "../bonding/options.ts";
import { readOptionText } from "../bonding/optionText.ts";
import type { Bond } from "../hosts/model.ts";
import { MARK } from "../text/mark.ts";
import type { Fact } from "../text/section.ts";
import type { Rule } from "./rule.ts";
import { dump } from "./samples.ts";
import { evidenceOf, nameOf } from "./words.ts";

const sample = dump({ miimon: 0 });
const proposed = (value: number) =>
  `${"bond.options:".padEnd(40)}mode=active-backup,miimon=${value},primary=eno1  ${MARK}`;

export const correctionNotApplied: Rule = {
  id: "correction-not-applied",
  entry: "R99",
  title: "A corrected line stands in the text and does not run yet",
  why:
    "Bondlint inserted the corrected `bond.options` line into this text. That changes the text, not the host: the kernel still " +
    "runs what was captured.",
  guards: [
    "Only a line with Bondlint's own mark is a proposal.",
    "Goes away when a later capture shows the kernel running it.",
  ],
  remedy:
    "Run the commands on the host, capture again, and shut the switch port of the active port once to test the failover.",
  references: [],
  examples: {
    hit: {
      title: "inserted, not applied",
      captures: [{ ...sample, text: sample.text.replace("Up Delay", `${proposed(100)}\nUp Delay`) }],
    },
    clean: {
      title: "inserted, and the kernel runs it",
      captures: [{ ...sample, text: dump({ miimon: 100 }).text.replace("Up Delay", `${proposed(100)}\nUp Delay`) }],
    },
    absent: { title: "nothing inserted", captures: [sample] },
  },
  *check(bond) {
    for (const proposal of bond.proposals) {
      const options = proposedOptions(proposal);
      const waiting = [...options].filter(([name, value]) => differs(bond, name, value));
      if (waiting.length === 0) continue;
      const [[name, value] = ["mode", ""] as const] = waiting;
      const running = bond.kernel.options.get(name)?.value;
      yield {
        rule: "correction-not-applied",
        severity: "warning",
        confidence: "high",
        impact: "none",
        message: `The corrected line for ${nameOf(bond)} is in this text only: run its commands on the host, which ${running === undefined ? `does not run ${name}=${value} yet` : `still runs ${name}=${running}`}.`,
        places: [proposal],
        related: waiting.flatMap(([option]) =>
          evidenceOf(
            `the kernel runs ${option}=${bond.kernel.options.get(option)?.value}`,
            bond.kernel.options.get(option),
          ),
        ),
        change: { set: options, unset: [] },
      };
    }
  },
};

function differs(bond: Bond, name: OptionName, value: string): boolean {
  const running = bond.kernel.options.get(name) ?? bond.profile?.options.get(name);
  return running !== undefined && running.value !== value;
}

/** The options of a marked line. */
export function proposedOptions(proposal: Fact<string>): Options {
  const entries = readOptionText(proposal.value);
  return new Map(entries.flatMap(({ name, value }) => (isOptionName(name) ? [[name, value] as const] : [])));
}
