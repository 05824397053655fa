import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import {
  type AnalyzedCapture,
  analyze,
  DEFAULT_VERSION,
  type Finding,
  plain,
  RULES,
  ruleOf,
  rulePage,
  type Settings,
  toJson,
  toText,
} from "../engine/index.ts";
import { readConfiguration, readRules, UsageError } from "./arguments.ts";
import { collect, type InputFile } from "./collect.ts";
import { judgedText, type OptionsArguments } from "./options.ts";

declare const BONDLINT_VERSION: string;

interface Options {
  readonly format: "text" | "json";
  readonly rule: readonly string[];
  readonly config?: string;
  readonly fix?: true;
}

const NOTHING = "nothing was found that could be analysed.";

/** Exit codes of the command line: a contract, told in the README. */
const EXIT = { clean: 0, findings: 1, unusable: 2 } as const;

function main(): void {
  const program = new Command("bondlint")
    .description(
      "Reads captured Linux bonding diagnostics, names the root cause and prints the corrected bond.options line.",
    )
    .argument("[PATH...]", "files, folders, or - for standard input")
    .addOption(new Option("--format <format>", "output format").choices(["text", "json"]).default("text"))
    .option(
      "--rule <ID=SEVERITY>",
      "severity of one rule: off, hint, information, warning or error (repeatable)",
      append,
      [],
    )
    .option("--config <FILE>", 'JSON file with { "rules": { ID: SEVERITY } }')
    .option("--fix", "print the text of one file with the corrected lines inserted, every other byte as it was")
    .version(BONDLINT_VERSION)
    .addHelpText(
      "after",
      "\nExit code: 0 nothing at warning or above, 1 findings, 2 usage or nothing could be analysed.",
    )
    .enablePositionalOptions()
    .exitOverride()
    .action((paths: string[], options: Options) => {
      process.exitCode = run(paths, options);
    });
  program
    .command("rules")
    .description("print the rule reference, or the page of one rule")
    .argument("[ID]")
    .exitOverride()
    .action((id: string | undefined) => print(`${rulesText(id)}\n`));
  program
    .command("options")
    .description("is this line of bond.options accepted, what does it become, what is wrong with it")
    .argument("<OPTIONS>", "such as mode=active-backup,miimon=100")
    .option("--nm-version <VERSION>", "NetworkManager that is asked", DEFAULT_VERSION)
    .addOption(new Option("--format <format>", "output format").choices(["text", "json"]).default("text"))
    .exitOverride()
    .action((text: string, options: OptionsArguments) => {
      const { output, accepted } = judgedText(text, options);
      print(output);
      process.exitCode = accepted ? EXIT.clean : EXIT.findings;
    });
  try {
    program.parse();
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
}

function append(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

function run(paths: readonly string[], options: Options): number {
  if (paths.length === 0) throw new UsageError("Name a file, a folder, or - for standard input. --help tells more.");
  const rules = { ...(options.config !== undefined && readConfiguration(options.config)), ...readRules(options.rule) };
  const { files, folders, roots, unread } = collect(paths);
  for (const { path, reason } of unread) complain(`${path}: ${reason}`);
  const settings: Settings = { roots, rules };
  if (options.fix) return fix(paths, files, folders, settings);

  const analysis = analyze(files, settings);
  const nothing = !holdsOutput(analysis.captures);
  const ignored = analysis.captures.filter((capture) => !holdsOutput([capture]));
  const left = [...unread, ...ignored.map(({ path }) => ({ path, reason: "holds no output that Bondlint reads" }))];
  if (options.format === "json") print(`${JSON.stringify(toJson(analysis, left), null, 2)}\n`);
  else if (!nothing)
    print(
      `${toText(analysis, { colour: process.stdout.isTTY === true && !process.env.NO_COLOR }) || "Nothing to say about these captures."}\n`,
    );
  if (nothing) {
    complain(NOTHING);
    return EXIT.unusable;
  }
  return exitCode(analysis.findings);
}

function exitCode(findings: readonly Finding[]): number {
  return findings.some(({ severity }) => severity === "error" || severity === "warning") ? EXIT.findings : EXIT.clean;
}

function fix(
  paths: readonly string[],
  files: readonly InputFile[],
  folders: readonly string[],
  settings: Settings,
): number {
  const [file] = files;
  if (paths.length !== 1 || folders.length > 0)
    throw new UsageError("--fix takes exactly one file, or - for standard input.");
  if (file === undefined) return EXIT.unusable;
  const { findings, captures } = analyze([file], settings);
  if (!holdsOutput(captures)) {
    print(Buffer.from(file.text, file.encoding));
    complain(NOTHING);
    return EXIT.unusable;
  }
  // Findings of one bond share one repair: each edit is made once, the new line at the first place that has room for it.
  const edits = new Map<string, { start: number; end: number; text: string }>();
  for (const { bond, correction } of findings) {
    for (const { offset, text } of correction?.insertions ?? []) {
      const key = `${bond} ${text}`;
      if (!edits.has(key)) edits.set(key, { start: offset, end: offset, text });
    }
    for (const edit of correction?.replacements ?? []) edits.set(`${edit.start} ${edit.end} ${edit.text}`, edit);
  }
  let { text } = file;
  for (const edit of [...edits.values()].sort((a, b) => b.start - a.start))
    text = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
  print(Buffer.from(text, file.encoding));
  return exitCode(findings);
}

function rulesText(id: string | undefined): string {
  if (id === undefined) return RULES.map((rule) => `${rule.id.padEnd(32)}${rule.title}`).join("\n");
  const rule = ruleOf(id);
  if (rule === undefined) throw new UsageError(`There is no rule "${id}"; bondlint rules lists them.`);
  return rulePage(rule).trimEnd();
}

function holdsOutput(captures: readonly AnalyzedCapture[]): boolean {
  return captures.some(({ sections }) => sections.some(({ kind }) => kind !== "other"));
}

/** Tells the person at the terminal; names in it may come from an archive that nobody trusts. */
function complain(message: string): void {
  process.stderr.write(`bondlint: ${message.split("\n").map(plain).join("\n")}\n`);
}

function print(output: string | Buffer): void {
  process.stdout.write(output);
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.clean : EXIT.unusable;
  if (!(error instanceof UsageError || error instanceof InvalidArgumentError)) throw error;
  complain(error.message);
  return EXIT.unusable;
}

// `bondlint … | head` closes the pipe before everything is printed; that is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});
main();
