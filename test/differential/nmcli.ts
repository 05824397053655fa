import { execFile, spawnSync } from "node:child_process";

/** What the real nmcli made of a text of `bond.options`. */
export interface Answer {
  readonly accepted: boolean;
  readonly error?: string;
  /** The `[bond]` group of the keyfile that it would write. */
  readonly stored: Readonly<Record<string, string>>;
}

/** The version of the installed nmcli; `undefined` where there is none, or none that works offline. */
export function installedVersion(): string | undefined {
  const { stdout, status } = spawnSync("nmcli", ["--version"], { encoding: "utf8" });
  const version = /version (\d+\.\d+\.\d+)/.exec(stdout ?? "")?.[1];
  return status === 0 && Number(version?.split(".")[1]) >= 40 ? version : undefined;
}

const ENVIRONMENT = { PATH: process.env.PATH ?? "", LC_ALL: "C.UTF-8" };

/** Asks nmcli to create a bond, offline: no daemon, nothing is stored. */
export function askNmcli(options: string): Promise<Answer> {
  const words = ["--offline", "connection", "add", "type", "bond", "ifname", "bond0", "con-name", "bond0"];
  return new Promise((resolve, reject) => {
    execFile("nmcli", [...words, "bond.options", options], { env: ENVIRONMENT }, (error, stdout, stderr) => {
      if (error && typeof error.code !== "number") reject(error);
      else if (error) resolve({ accepted: false, error: stderr.trim(), stored: {} });
      else resolve({ accepted: true, stored: bondGroup(stdout) });
    });
  });
}

/** Gives nmcli a keyfile with these lines as its `[bond]` group, and takes back what it makes of it. */
export function askKeyfile(lines: string): Promise<Answer> {
  const head =
    "[connection]\nid=bond0\nuuid=5a1b6a0e-3f0c-4a53-9d4b-0c1d0b0a0908\ntype=bond\ninterface-name=bond0\n\n[bond]\n";
  return new Promise((resolve, reject) => {
    const words = ["--offline", "connection", "modify", "connection.id", "bond1"];
    const child = execFile("nmcli", words, { env: ENVIRONMENT }, (error, stdout, stderr) => {
      if (error && typeof error.code !== "number") reject(error);
      else if (error || stdout === "") resolve({ accepted: false, error: stderr.trim(), stored: {} });
      else resolve({ accepted: true, stored: bondGroup(stdout) });
    });
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(`${head}${lines}\n`);
  });
}

const ESCAPES: Readonly<Record<string, string>> = { s: " ", n: "\n", t: "\t", r: "\r", "\\": "\\" };

/** The entries of the `[bond]` group, GLib's escapes undone. */
export function bondGroup(keyfile: string): Record<string, string> {
  const group = keyfile.split(/^\[bond\]\n/m)[1]?.split(/^\[/m)[0] ?? "";
  const lines = group.split("\n").filter((line) => line.includes("="));
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf("=");
      const value = line.slice(at + 1).replace(/\\([sntr\\])/g, (_, letter: string) => ESCAPES[letter] ?? letter);
      return [line.slice(0, at), value];
    }),
  );
}

/** Runs a job for every item, a few at a time; results in the order of the items. */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  width: number,
  job: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = new Array(items.length);
  const left = items.entries();
  const work = async () => {
    for (const [index, item] of left) results[index] = await job(item);
  };
  await Promise.all(Array.from({ length: width }, work));
  return results;
}
