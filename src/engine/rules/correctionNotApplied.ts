import { effectiveOptions } from "../bonding/effective.ts";
import { isOptionName, knowledgeOf, type OptionName, type Options } from "../bonding/options.ts";
import { readOptionText } from "../bonding/optionText.ts";
import type { Bond } from "../hosts/model.ts";
import { MARK } from "../text/mark.ts";
import type { Fact, Stated } from "../text/section.ts";
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
      const [waiting] = waitingOptions(bond, options);
      if (waiting === undefined) continue;
      yield {
        rule: "correction-not-applied",
        severity: "warning",
        confidence: "high",
        impact: "none",
        message: `The corrected line for ${nameOf(bond)} is in this text only: run its commands on the host, which still runs ${describe(waiting)}.`,
        places: [proposal],
        related: evidenceOf(`the host runs ${describe(waiting)}`, waiting.statement),
        change: { set: options, unset: [] },
      };
    }
  },
};

/** An option that does not run as the proposal says. */
interface Waiting {
  readonly name: OptionName;
  readonly statement?: Stated<string>;
}

function describe({ name, statement }: Waiting): string {
  return statement === undefined ? `without ${name}` : `${name}=${statement.value}`;
}

/**
 * The options that differ between a proposal and what runs or, where the kernel's were not captured, what is stored.
 * The line replaces all options, so one that it leaves out goes back to its default.
 */
function waitingOptions(bond: Bond, options: Options): Waiting[] {
  const running = bond.kernel.mode
    ? bond.kernel.options
    : (bond.profile?.options ?? new Map<OptionName, Stated<string>>());
  const becomes = effectiveOptions(options);
  const set = [...options].filter(
    ([name, value]) => (running.get(name)?.value ?? assumed(bond, name, value)) !== value,
  );
  const left = [...running].filter(
    ([name, { value }]) =>
      !options.has(name) && name !== "active_slave" && value !== (becomes.get(name) ?? knowledgeOf(name).kernelDefault),
  );
  return [...set.map(([name]) => name), ...left.map(([name]) => name)].map((name) => {
    const statement = running.get(name);
    return { name, ...(statement && { statement }) };
  });
}

/** What an option that is not shown is taken for: the primary is shown wherever there is one, others need not be. */
function assumed(bond: Bond, name: OptionName, value: string): string {
  const shown = bond.kernel.mode === undefined || (name === "primary" && bond.kernel.options.has("miimon"));
  return shown ? "" : value;
}

/** The options of a marked line. */
export function proposedOptions(proposal: Fact<string>): Options {
  const entries = readOptionText(proposal.value);
  return new Map(entries.flatMap(({ name, value }) => (isOptionName(name) ? [[name, value] as const] : [])));
}
