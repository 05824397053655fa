import { type CommandOutput, destination } from "./command.ts";

/** A command that several hosts may answer one after the other. */
export interface Asked {
  readonly command: string;
  readonly output: CommandOutput | undefined;
  /** True for programs that head each answer with the host between two lines of dashes. */
  readonly inRules: boolean;
  /** The hosts of a loop over ssh, each in a line of its own before its answer. */
  readonly hosts: ReadonlySet<string> | undefined;
}

/** What is known of a command by which hosts may be asked; its output is that of each of them. */
export function asked(command: string, output: CommandOutput | undefined): Asked {
  const head = command.slice(0, LONGEST);
  return { command, output, inRules: /(?:^|[\s/|])(?:clush|pdsh|dshbak)\s/.test(head), hosts: hostsOfLoop(head) };
}

/** Code units of a command in which hosts are looked for. */
const LONGEST = 4000;

/** True for the first lines of a loop whose end was not yet typed. */
export function isOpenLoop(command: string): boolean {
  return /^(?:for|while|until)\s/.test(command) && !/(?:^|[\s;])done(?:[\s;|]|$)/.test(command.slice(0, LONGEST));
}

/** `for h in web1 web2; do echo "== $h"; ssh $h cat …; done`. A loop over bonds or ports names no host. */
function hostsOfLoop(command: string): ReadonlySet<string> | undefined {
  const [, variable, names = ""] = /^for (\w{1,40}) in ([\w.\s-]{1,2000}); ?do\s/.exec(command) ?? [];
  if (variable === undefined) return undefined;
  const words = command.replace(/["'{}]/g, "").split(/\s+/);
  const at = words.indexOf("ssh");
  const to = at === -1 ? undefined : destination(words.slice(at + 1))?.replace(/^.*@/, "");
  return to === `$${variable}` ? new Set(names.trim().split(/\s+/)) : undefined;
}

/** The host that a line, or it and the two lines above it, name as the one that answers; `undefined` for any other line. */
export function hostNamed(
  { inRules, hosts }: Asked,
  [ruled, name]: readonly [string, string],
  text: string,
): string | undefined {
  if (inRules && isRule(text) && isRule(ruled) && HOSTS.test(name)) return name.replace(/ .*/, "");
  const alone = hosts && nameAlone(text);
  return alone !== undefined && hosts?.has(alone) ? alone : undefined;
}

/** The host in `web1 | CHANGED | rc=0 >>`, with which Ansible begins what it answered. */
export function hostOfAnsible(text: string): string | undefined {
  return /^([\w.-]{1,255}) \| (?:CHANGED|SUCCESS|FAILED) \| rc=\d{1,5} >>$/.exec(text.slice(0, 300))?.[1];
}

/** One host, or several that answered the same: `web[1-2] (2)`. */
const HOSTS = /^[\w.,[\]-]{1,255}(?: \(\d{1,5}\))?$/;

function isRule(text: string): boolean {
  return text.startsWith("-----") && /^-{5,400}$/.test(text);
}

/** The name that stands alone in a line, in whatever dress: `== web1 ==`, `web1:`. */
function nameAlone(text: string): string | undefined {
  if (text.length > 120) return undefined;
  return /^[\s=*#-]*([A-Za-z\d](?:[\w.-]{0,100}\w)?):?[\s=*#-]*$/.exec(text)?.[1];
}
