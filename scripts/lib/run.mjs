// Runs a program to its end. Only node builtins: this is used before anything is installed.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { root } from "./paths.mjs";

/**
 * Runs a program and collects what it prints, standard error included, in the order of arrival.
 *
 * @param {string} command a program on the PATH
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, onLine?: (line: string) => void }} [options]
 * @returns {Promise<{ code: number, output: string }>} never rejects; a program that cannot be started has code 127
 */
export function run(command, args, { cwd = root, env = process.env, onLine } = {}) {
  return new Promise((resolve) => {
    const lines = [];
    const take = (line) => {
      lines.push(line);
      onLine?.(line);
    };
    // Colours would be noise in a captured report, and would hide its counts.
    const plain = { ...env, NO_COLOR: "1", FORCE_COLOR: undefined };
    const child = spawn(command, args, {
      cwd,
      env: plain,
      stdio: ["ignore", "pipe", "pipe"],
      shell: shellFor(command),
    });
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on("line", take);
    child.on("error", (error) => resolve({ code: 127, output: `${command}: ${error.message}` }));
    child.on("close", (code, signal) => {
      if (signal) take(`${command} was ended by ${signal}`);
      resolve({ code: code ?? 1, output: lines.join("\n") });
    });
  });
}

/**
 * Runs a program that must succeed; what it prints is shown only when it fails.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 * @returns {Promise<string>} what it printed
 */
export async function mustRun(command, args, options) {
  const { code, output } = await run(command, args, options);
  if (code !== 0) throw new Error(`${[command, ...args].join(" ")} ended with exit code ${code}:\n${output}`);
  return output;
}

/** On Windows npm, npx and code are .cmd files, which only a shell can start. */
function shellFor(command) {
  return process.platform === "win32" && ["npm", "npx", "code"].includes(command);
}
