import { expect } from "vitest";
import { analyze, explain } from "../../../src/engine/index.ts";
import { labFile, SHUT } from "../../lab.ts";

export const DUMP = labFile(`${SHUT}/proc_net_bonding_bond0.txt`);
export const BOND = labFile(`${SHUT}/ip_d_link_show_bond0.txt`);
export const PORT = labFile(`${SHUT}/ip_d_link_show_eno1.txt`);

/** The explanation at the n-th occurrence of a text, and what it stands on. */
export function at(text: string, needle: string, { path = "capture.txt", nth = 1 } = {}) {
  const [capture] = analyze([{ path, text }]).captures;
  let offset = -1;
  for (let count = 0; count < nth; count += 1) offset = text.indexOf(needle, offset + 1);
  expect(offset, needle).not.toBe(-1);
  const found = capture && explain(capture, offset + Math.min(1, needle.length - 1));
  return found && { on: text.slice(found.start, found.end), markdown: found.markdown };
}
