import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyChange, printOptions, setOption } from "../../src/engine/bonding/change.ts";
import { lastLines, readKeyfile, storedByReading } from "../../src/engine/bonding/forms/keyfile.ts";
import { MODES } from "../../src/engine/bonding/modes.ts";
import { modifyStored } from "../../src/engine/bonding/networkManager/nmcli.ts";
import { verified } from "../../src/engine/bonding/networkManager/verify.ts";
import { minorOf } from "../../src/engine/bonding/networkManager/version.ts";
import { type Answer, askKeyfile, askNmcli, inParallel, installedVersion } from "./nmcli.ts";
import { optionTexts } from "./texts.ts";

/** How many option texts are compared; `npm run differential` asks for 5000. */
const COUNT = Number(process.env.BONDLINT_DIFFERENTIAL ?? 1000);
const SEED = Number(process.env.BONDLINT_DIFFERENTIAL_SEED ?? 20261122);
const WIDTH = 6;

const version = installedVersion();
if (version === undefined) console.log("nmcli is not installed: the differential test against it is skipped");

function judged(text: string): Answer {
  const stored = modifyStored(new Map(), [{ kind: "set", text }], minorOf(version));
  return stored ? { accepted: true, stored: Object.fromEntries(stored) } : { accepted: false, stored: {} };
}

function readAsKeyfile(text: string): Answer {
  const minor = minorOf(version);
  const { lines, unreadable } = readKeyfile(text);
  if (unreadable.length > 0) return { accepted: false, stored: {} };
  const entries = lastLines(lines).map(({ key, value }) => [key, value] as const);
  const { stored } = verified(storedByReading(entries, minor), minor);
  return stored ? { accepted: true, stored: Object.fromEntries(stored) } : { accepted: false, stored: {} };
}

interface Disagreement {
  readonly text: string;
  readonly nmcli: Answer;
  readonly bondlint: Answer;
}

async function compare(text: string): Promise<Disagreement | undefined> {
  const [nmcli, bondlint] = [await askNmcli(text), judged(text)];
  const same = nmcli.accepted === bondlint.accepted && sameEntries(nmcli.stored, bondlint.stored);
  return same ? undefined : { text, nmcli, bondlint };
}

function sameEntries(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => a[name] === b[name]);
}

/** The shortest text with the same kind of disagreement, found by leaving out items and then characters. */
async function minimised(found: Disagreement): Promise<Disagreement> {
  let least = found;
  for (let smaller = true; smaller; ) {
    smaller = false;
    const items = least.text.split(",");
    const candidates = [
      ...items.map((_, index) => items.toSpliced(index, 1).join(",")),
      ...[...least.text].map((_, index, all) => all.toSpliced(index, 1).join("")),
    ];
    for (const candidate of candidates) {
      const still = await compare(candidate);
      if (!still || still.nmcli.accepted !== found.nmcli.accepted) continue;
      least = still;
      smaller = true;
      break;
    }
  }
  return least;
}

describe.skipIf(version === undefined)(`against nmcli ${version ?? ""}`, () => {
  test(`${COUNT} option texts: the same verdict, the same profile`, { timeout: 600_000 }, async () => {
    const texts = fc.sample(optionTexts, { numRuns: COUNT, seed: SEED });
    const results = await inParallel(texts, WIDTH, compare);
    const found = results.filter((result) => result !== undefined);
    const shortest = [];
    for (const disagreement of found.slice(0, 20)) shortest.push(await minimised(disagreement));
    expect(shortest).toEqual([]);
    expect(found).toEqual([]);
  });

  test("keyfiles: the same verdict, the same profile", { timeout: 600_000 }, async () => {
    const texts = fc.sample(optionTexts, { numRuns: Math.ceil(COUNT / 4), seed: SEED + 2 });
    const keyfiles = texts.map((text) => text.replaceAll("\\,", ";").replaceAll(",", "\n").replaceAll(";", ","));
    const results = await inParallel(keyfiles, WIDTH, async (text) => {
      const [nmcli, bondlint] = [await askKeyfile(text), readAsKeyfile(text)];
      const same = nmcli.accepted === bondlint.accepted && sameEntries(nmcli.stored, bondlint.stored);
      return same ? undefined : { text, nmcli, bondlint };
    });
    expect(results.filter((result) => result !== undefined)).toEqual([]);
  });

  test("every correction of an accepted profile is accepted, and stored as it is written", {
    timeout: 600_000,
  }, async () => {
    const accepted = fc.sample(optionTexts, { numRuns: COUNT, seed: SEED + 1 }).flatMap((text) => {
      const stored = modifyStored(new Map(), [{ kind: "set", text }], minorOf(version));
      return stored ? [stored] : [];
    });
    const changes = [
      ...MODES.map((mode) => setOption("mode", mode)),
      ...["50", "100", "500"].map((miimon) => setOption("miimon", miimon)),
    ];
    const corrected = accepted
      .map((stored, index) => applyChange(stored, changes[index % changes.length] ?? setOption("miimon", "100")))
      .slice(0, COUNT / 4);
    const answers = await inParallel(corrected, WIDTH, (options) => askNmcli(printOptions(options)));
    const failed = answers.flatMap((answer, index) => {
      const options = corrected[index] ?? new Map();
      const same = answer.accepted && sameEntries(answer.stored, Object.fromEntries(options));
      return same ? [] : [{ options: printOptions(options), answer }];
    });
    expect(failed).toEqual([]);
  });

  test("the texts are a fair mix of accepted and refused ones", () => {
    const accepted = fc.sample(optionTexts, { numRuns: COUNT, seed: SEED }).filter((text) => judged(text).accepted);
    expect(accepted.length / COUNT).toBeGreaterThan(0.3);
    expect(accepted.length / COUNT).toBeLessThan(0.7);
  });
});
