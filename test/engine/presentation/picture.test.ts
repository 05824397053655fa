import MarkdownIt from "markdown-it";
import { describe, expect, test } from "vitest";
import { parseStringPromise } from "xml2js";
import { analyze, type BondSummary, bondPage, bondPicture, repairPlan, type Theme } from "../../../src/engine/index.ts";
import type { PicturePort } from "../../../src/engine/presentation/picture/facts.ts";
import { dump, kernelLog } from "../../../src/engine/rules/samples.ts";
import { labTexts, SHUT } from "../../lab.ts";

const THEMES: readonly Theme[] = ["light", "dark", "high-contrast", "high-contrast-light"];

function bondOf(captures: readonly { path?: string; text: string }[]): BondSummary {
  const [bond] = analyze(captures).bonds;
  if (bond === undefined) throw new Error("no bond");
  return bond;
}

const incident = bondOf(labTexts(SHUT).filter(({ path }) => !/expect\.json$|\.tsv$/.test(path)));

function withPorts(ports: readonly Partial<PicturePort>[]): BondSummary {
  const whole = ports.map((port, at) => ({
    name: `eno${at + 1}`,
    active: false,
    stillUsed: false,
    noPartner: false,
    ...port,
  }));
  return { ...incident, picture: { ports: whole, timeLine: [] } };
}

/** The texts that are seen, in their order. */
async function textsOf(svg: string): Promise<string[]> {
  const { svg: root } = await parseStringPromise(svg, { strict: true });
  return root.text.map(({ _ }) => _);
}

test("the dead port of the model incident is crossed out, in use, and named so without its colour", async () => {
  const texts = await textsOf(bondPicture(incident, "light"));
  expect(texts).toEqual(
    expect.arrayContaining(["bond0", "active-backup", "eno1", "eno2", "no link", "link", "still used"]),
  );
  expect(bondPicture(incident, "light")).toContain("stroke-dasharray");
});

test("the title and the description say what is drawn", async () => {
  const { svg } = await parseStringPromise(bondPicture(incident, "dark"));
  expect(svg.title[0]).toMatch(/^Bond bond0.*: active-backup, broken\.$/);
  expect(svg.desc[0]).toMatch(/Port eno1: active, no link, still used/);
});

test.each(THEMES)("%s: well-formed, no script, no reference, no style sheet", async (theme) => {
  const svg = bondPicture(incident, theme);
  await parseStringPromise(svg, { strict: true });
  expect(svg.replace('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(
    /script|href|url\(|https?:|<style|\son\w+=/i,
  );
});

describe("hostile names", () => {
  const NAMES = [
    '"><script>alert(1)</script>',
    "a&b'c\"d]]>",
    "\u0000\u001b[31m\u202egnp.exe\u2066",
    "\ud800x\uffff",
    "x".repeat(200),
    "漢".repeat(200),
  ];
  test.each(NAMES)("%j", async (name) => {
    const bond = {
      ...withPorts([{ name, active: true, switch: name, switchPort: name, mii: name }]),
      name,
      host: name,
    };
    const svg = bondPicture(bond, "light");
    const texts = await textsOf(svg);
    expect(svg).not.toContain("<script");
    expect(svg).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e\u2066\uffff]/);
    for (const text of texts) expect(text.length).toBeLessThan(90);
    const html = new MarkdownIt({ html: true, linkify: true }).render(bondPage(bond, "light"));
    expect(html).not.toContain("<script");
  });
});

test("up to 16 ports are drawn, more are summarised, and the dead ones are among the drawn", async () => {
  const rows = (count: number) => Array.from({ length: count }, (_, at) => ({ link: at !== count - 1 }));
  for (const count of [1, 2, 16])
    expect((await textsOf(bondPicture(withPorts(rows(count)), "light"))).join()).not.toContain("more port");
  const texts = await textsOf(bondPicture(withPorts(rows(20)), "light"));
  expect(texts).toContain("and 4 more ports");
  expect(texts).toContain("eno20");
});

test("a bond without ports is drawn too", async () => {
  expect(await textsOf(bondPicture(withPorts([]), "light"))).toContain("no ports captured");
});

describe("the time line", () => {
  const log = kernelLog([
    [137.861, "e1000: eno1 NIC Link is Down"],
    [137.966, "bond0: (slave eno1): link status definitely down, disabling slave"],
    [137.966, "bond0: (slave eno2): making interface the new active one"],
  ]);

  test("marks each step with its time", async () => {
    const bond = bondOf([dump({ miimon: 100, active: "eno2", eno1: { mii: "down", failures: 1 } }), log]);
    const texts = await textsOf(bondPicture(bond, "light"));
    expect(texts).toEqual(expect.arrayContaining(["link lost", "0 ms", "detected", "switched", "+105 ms"]));
    expect(bondPage(bond, "light")).toContain("loss of eno1 detected");
  });

  test("is absent where nothing tells of a time", () => expect(incident.picture.timeLine).toEqual([]));
});

test("the plan has the picture only where it is asked for", () => {
  const analysis = analyze(labTexts(SHUT).filter(({ path }) => !/expect\.json$|\.tsv$/.test(path)));
  const [bond] = analysis.bonds;
  if (bond === undefined) throw new Error("no bond");
  expect(repairPlan(analysis, bond)).not.toContain("data:");
  expect(repairPlan(analysis, bond, { picture: "dark" })).toMatch(
    /^# .*\n\n!\[Bond bond0.*\]\(data:image\/svg\+xml;charset=utf-8,[\w%.-]+\)\n/,
  );
});
