import { modeAdvice, rangeAdvice } from "./modes.ts";
import { delayAdvice, monitorAdvice } from "./monitors.ts";
import type { Remark, Written } from "./written.ts";

/** Everything there is to say about options that are valid one by one. */
export function adviceOn(written: Written): Remark[] {
  return [...monitorAdvice(written), ...delayAdvice(written), ...modeAdvice(written), ...rangeAdvice(written)];
}
