import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { analyze } from "../src/engine/index.ts";

const FOLDER = "media/samples";

/** Each sample with what Bondlint says of it. */
const SAMPLES = [
  ["no-link-monitoring.txt", "web1", "broken", "no-link-monitoring", "but bond0 still sends everything through it"],
  ["lacp-partner-zero.txt", "web2", "degraded", "lacp-partner-zero", "bond0 has no LACP partner"],
  ["arp-target-unreachable.txt", "web3", "broken", "arp-target-unreachable", "gets no ARP answer"],
  ["profile-not-applied.txt", "web4", "broken", "no-link-monitoring", "but bond0 still sends everything through it"],
] as const;

test.each(SAMPLES)("the sample %s shows its incident", (name, host, verdict, rootCause, message) => {
  const { bonds, findings } = analyze([{ path: name, text: readFileSync(`${FOLDER}/${name}`, "utf8") }]);
  expect(bonds).toMatchObject([{ host, name: "bond0", verdict, rootCause }]);
  expect(findings[0]?.message).toContain(message);
  expect(findings.filter(({ severity }) => severity === "error").length).toBe(1);
});

test("the sample of a change that was not applied says so", () => {
  const text = readFileSync(`${FOLDER}/profile-not-applied.txt`, "utf8");
  const [finding] = analyze([{ path: "x", text }]).findings;
  expect(finding?.explains).toContain("profile-kernel-drift");
  expect(finding?.correction?.line).toBeNull();
});

test("every sample is offered and tested", () => {
  const source = readFileSync("src/vscode/samples.ts", "utf8");
  const offered = [...source.matchAll(/id: "([a-z-]+)"/g)].map(([, id]) => `${id}.txt`);
  expect(offered.sort()).toEqual(readdirSync(FOLDER).sort());
  expect(SAMPLES.map(([name]) => name).sort()).toEqual(offered.sort());
});
