import { type Pending, pendingOptions } from "../hosts/pending.ts";
import { MARK } from "../text/mark.ts";
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
    for (const { fact, options } of bond.proposals) {
      const [waiting] = pendingOptions(bond, options);
      if (waiting === undefined) continue;
      yield {
        rule: "correction-not-applied",
        severity: "warning",
        confidence: "high",
        impact: "none",
        message: `The corrected line for ${nameOf(bond)} is in this text only: run its commands on the host, which still runs ${describe(waiting)}.`,
        places: [fact],
        related: evidenceOf(`the host runs ${describe(waiting)}`, waiting.running),
        change: { set: options, unset: [] },
      };
    }
  },
};

function describe({ name, running }: Pending): string {
  return running === undefined ? `without ${name}` : `${name}=${running.value}`;
}
