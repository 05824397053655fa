import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import {
  type AnalyzedCapture,
  analyze,
  DEFAULT_VERSION,
  type Finding,
  isVersion,
  RULES,
  ruleOf,
  rulePage,
  type Settings,
} from "../engine/index.ts";
import { readConfiguration, readRules, UsageError } from "./arguments.ts";
import { isFolder, normalized, readInput, reasonOf } from "./files.ts";
import { judgedText, type OptionsArguments } from "./options.ts";
import { complain, FORMATS, type Format, progress, writerOf } from "./output.ts";
import { planWriter } from "./plan.ts";
import { unitsOf } from "./units.ts";

declare const BONDLINT_VERSION: string;

interface Options {
  readonly format: Format;
  readonly rule: readonly string[];
  readonly config?: string;
  readonly fix?: true;
  readonly plan?: true;
}

const NOTHING = "nothing was found that could be analysed.";

/** Exit codes of the command line: a contract, told in the README. */
const EXIT = { clean: 0, findings: 1, unusable: 2 } as const;

async function main(): Promise<void> {
  const program = new Command("bondlint")
    .description(
      "Reads captured Linux bonding diagnostics, names the root cause and prints the corrected bond.options line.",
    )
    .argument("[PATH...]", "files, folders, or - for standard input")
    .addOption(new Option("--format <format>", "output format").choices(FORMATS).default("text"))
    .option(
      "--rule <ID=SEVERITY>",
      "severity of one rule: off, hint, information, warning or error (repeatable)",
      append,
      [],
    )
    .option("--config <FILE>", 'JSON file with { "rules": { ID: SEVERITY } }')
    .option("--fix", "print the text of one file with the corrected lines inserted, every other byte as it was")
    .addOption(new Option("--plan", "print the repair plan in Markdown").conflicts(["fix", "format"]))
    .version(BONDLINT_VERSION)
    .addHelpText(
      "after",
      "\nExit code: 0 nothing at warning or above, 1 findings, 2 usage or nothing could be analysed.",
    )
    .enablePositionalOptions()
    .exitOverride()
    .action(async (paths: string[], options: Options) => {
      process.exitCode = await run(paths, options);
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
    .option("--nm-version <VERSION>", "NetworkManager that is asked", version, DEFAULT_VERSION)
    .addOption(new Option("--format <format>", "output format").choices(["text", "json"]).default("text"))
    .exitOverride()
    .action((text: string, options: OptionsArguments) => {
      const { output, accepted } = judgedText(text, options);
      print(output);
      process.exitCode = accepted ? EXIT.clean : EXIT.findings;
    });
  try {
    await program.parseAsync();
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
}

function version(value: string): string {
  if (!isVersion(value)) throw new InvalidArgumentError("A version of NetworkManager is 1.42 or 1.52.1.");
  return value;
}

function append(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

async function run(paths: readonly string[], options: Options): Promise<number> {
  if (paths.length === 0) throw new UsageError("Name a file, a folder, or - for standard input. --help tells more.");
  const rules = { ...(options.config !== undefined && readConfiguration(options.config)), ...readRules(options.rule) };
  if (options.fix) return fix(paths, { rules });
  const writer = options.plan ? planWriter(print) : writerOf(options.format, BONDLINT_VERSION, print);
  const running = progress();
  let nothing = true;
  let exit: number = EXIT.clean;
  for await (const { captures, roots, unread, note } of unitsOf(paths)) {
    if (note !== undefined) complain(note);
    const analysis = analyze(captures, { roots, rules });
    for (const { path, reason } of unread) complain(`${path}: ${reason}`);
    const ignored = analysis.captures.filter((capture) => !holdsOutput([capture]));
    writer.write(analysis, [
      ...unread,
      ...ignored.map(({ path }) => ({ path, reason: "holds no output that Bondlint reads" })),
    ]);
    nothing &&= !holdsOutput(analysis.captures);
    if (exitCode(analysis.findings) === EXIT.findings) exit = EXIT.findings;
    running.step();
    if (closed) break;
  }
  running.end();
  if (!nothing || options.format !== "text") writer.end();
  if (!nothing) return exit;
  complain(NOTHING);
  return EXIT.unusable;
}

function exitCode(findings: readonly Finding[]): number {
  return findings.some(({ severity }) => severity === "error" || severity === "warning") ? EXIT.findings : EXIT.clean;
}

function fix(paths: readonly string[], settings: Settings): number {
  const [path] = paths.map(normalized);
  try {
    if (path === undefined || paths.length !== 1 || isFolder(path))
      throw new UsageError("--fix takes exactly one file, or - for standard input.");
    const { text, encode } = readInput(path);
    const analysis = analyze([{ path, text }], settings);
    print(encode(holdsOutput(analysis.captures) ? fixed(text, analysis.findings) : text));
    if (holdsOutput(analysis.captures)) return exitCode(analysis.findings);
    complain(NOTHING);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    complain(`${path}: ${reasonOf(error)}`);
  }
  return EXIT.unusable;
}

/** Findings of one bond share one repair: each edit is made once, the new line at the first place that has room for it. */
function fixed(text: string, findings: readonly Finding[]): string {
  const edits = new Map<string, { start: number; end: number; text: string }>();
  for (const { case: host, bond, correction } of findings) {
    for (const { offset, text: line } of correction?.insertions ?? []) {
      const key = `${host} ${bond} ${line}`;
      if (!edits.has(key)) edits.set(key, { start: offset, end: offset, text: line });
    }
    for (const edit of correction?.replacements ?? []) edits.set(`${edit.start} ${edit.end} ${edit.text}`, edit);
  }
  return [...edits.values()]
    .sort((a, b) => b.start - a.start)
    .reduce((whole, edit) => whole.slice(0, edit.start) + edit.text + whole.slice(edit.end), text);
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
let closed = false;
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  closed = true;
});
void main();
