import { type Analysis, repairPlan, repairPlans } from "../engine/index.ts";
import type { Writer } from "./output.ts";

/** Writes the repair plan of each bond that needs one. Where none does, the page of the only bond there is. */
export function planWriter(print: (output: string) => void): Writer {
  let printed = false;
  let first: Analysis | undefined;
  let bonds = 0;
  return {
    write(analysis) {
      bonds += analysis.bonds.length;
      first ??= analysis.bonds.length > 0 ? analysis : undefined;
      const plans = repairPlans(analysis);
      if (plans === "") return;
      print(`${printed ? "\n---\n\n" : ""}${plans}`);
      printed = true;
    },
    end() {
      if (printed) return;
      const [only] = first?.bonds ?? [];
      print(first && only && bonds === 1 ? repairPlan(first, only) : `None of ${bonds} bonds needs a repair.\n`);
    },
  };
}
