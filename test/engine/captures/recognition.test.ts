import { expect, test } from "vitest";
import { isCapture } from "../../../src/engine/captures/index.ts";
import { labFile, SHUT, session } from "../../lab.ts";

const PROSE = "The quarterly figures follow on the next page of this report.\n".repeat(8000);

test.each([
  ["a session", session()],
  ["a dump alone", labFile(`${SHUT}/proc_net_bonding_bond0.txt`)],
  ["ip -d link", labFile(`${SHUT}/ip_d_link_show_bond0.txt`)],
  [
    "a profile behind a word about it",
    `See bond.options.\n${PROSE}$ nmcli con show bond0\n${labFile(`${SHUT}/nmcli_con_show_bond0.txt`)}`,
  ],
  ["a log", "Nov 22 10:11:12 web1 kernel: bond0: (slave eno1): link status definitely down, disabling slave\n"],
])("%s is recognised wherever it begins", (_, capture) => {
  expect(PROSE.length).toBeGreaterThan(256 * 1024);
  expect(isCapture(capture)).toBe(true);
  expect(isCapture(PROSE + capture)).toBe(true);
});

test("words that captures have make no capture of a text", () => {
  const words = "See /proc/net/bonding/ and bond.options (slave ports, link status definitely down).\n";
  expect(isCapture(PROSE + words.repeat(3))).toBe(false);
});
