import { describe, expect, test } from "vitest";
import { analyze } from "../../src/engine/index.ts";
import { INCIDENT, LINE, labFile, SHUT, session } from "../lab.ts";

const base = session();
const perLine = (text: string, prefix: string) => text.replaceAll(/^(?=[^\n])/gm, prefix);
const files = INCIDENT.map(([, file]) => ({ file, text: labFile(`${SHUT}/${file}`) }));

/** The model incident in the shapes in which tickets carry it. */
const SHAPES: Readonly<Record<string, string>> = {
  "pasted with root prompts": base,
  "pasted with Debian prompts": session(SHUT, "root@web1:~# "),
  "pasted with $ prompts": session(SHUT, "$ "),
  "with CRLF": base.replaceAll("\n", "\r\n"),
  "quoted once": perLine(base, "> "),
  "quoted twice": perLine(base, "> > "),
  indented: perLine(base, "    "),
  fenced: `Hello,\n\n\`\`\`\n${base}\`\`\`\n\nRegards\n`,
  "in {noformat}": `Hello,\n{noformat}\n${base}{noformat}\n`,
  "without prompts": files.map(({ text }) => text).join("\n"),
  "with a byte order mark": `\ufeff${base}`,
  "with colours": base
    .replaceAll("MII Status: up", "MII Status: \u001b[32mup\u001b[0m")
    .replaceAll("UP", "\u001b[1;32mUP\u001b[m"),
  "under ==> <== banners": files.map(({ file, text }) => `==> ${file} <==\n${text}\n`).join(""),
  squeezed: base.replaceAll(/\n{2,}/g, "\n"),
  "with the time in the prompt": session(SHUT, "[12:30:01] root@web1:~# "),
  "cut at two thirds": base.slice(0, Math.floor((base.length * 2) / 3)),
  "with tabs and trailing blanks": perLine(base, "\t").replaceAll("\n", "  \n"),
};

describe.each(Object.entries(SHAPES))("the model incident %s", (_, text) => {
  const { findings, bonds } = analyze([{ path: "ticket.txt", text }]);

  test("has the same root cause and the same line", () => {
    expect(findings.map(({ rule, severity, correction }) => [rule, severity, correction?.options])).toEqual([
      ["no-link-monitoring", "error", LINE],
    ]);
    expect(bonds.map(({ verdict }) => verdict)).toEqual(["broken"]);
  });

  test("takes the corrected line and keeps every other character", () => {
    const [insertion, ...others] = findings[0]?.correction?.insertions ?? [];
    expect(others).toEqual([]);
    if (insertion === undefined) throw new Error("nothing to insert");
    const fixed = text.slice(0, insertion.offset) + insertion.text + text.slice(insertion.offset);
    const again = analyze([{ path: "ticket.txt", text: fixed }]);
    expect(again.findings.map(({ rule, severity }) => [rule, severity])).toEqual([
      ["correction-not-applied", "warning"],
    ]);
    expect(again.findings[0]?.explains).toContain("no-link-monitoring");
    expect(again.bonds.map(({ verdict, rootCause }) => [verdict, rootCause])).toEqual([
      ["broken", "no-link-monitoring"],
    ]);
    expect(again.findings.flatMap(({ correction }) => correction?.insertions ?? [])).toEqual([]);
    const inserted = fixed.split("\n").find((line) => line.includes("corrected by Bondlint"));
    const fault = text.split("\n").find((line) => line.includes("MII Polling Interval"));
    expect(inserted?.endsWith("\r")).toBe(fault?.endsWith("\r"));
    expect(/^[>\s]*/.exec(inserted ?? "")?.[0]).toBe(/^[>\s]*/.exec(fault ?? "")?.[0]);
  });
});
