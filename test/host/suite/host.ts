// What differs between the two extension hosts.

interface NodeProcess {
  memoryUsage?(): { heapUsed: number; external: number };
  getBuiltinModule?(id: "node:v8"): { setFlagsFromString(flags: string): void };
  getBuiltinModule?(id: "node:vm"): { runInNewContext(code: string): () => void };
}

function nodeProcess(): NodeProcess {
  return (globalThis as { process?: NodeProcess }).process ?? {};
}

/** True in the Node.js extension host. */
export function inNode(): boolean {
  return nodeProcess().memoryUsage !== undefined;
}

/** Bytes that the extension host holds once what nobody uses has been collected; `undefined` where it cannot tell. */
export function memoryHeld(): number | undefined {
  const host = nodeProcess();
  if (!host.memoryUsage || !host.getBuiltinModule) return undefined;
  host.getBuiltinModule("node:v8").setFlagsFromString("--expose-gc");
  host.getBuiltinModule("node:vm").runInNewContext("gc")();
  const { heapUsed, external } = host.memoryUsage();
  return heapUsed + external;
}

/** Prints a line beside the results of the tests. */
export function say(line: string): void {
  console.log(`${LINE_MARK}  (${line})`);
}

/** Skips a test and says why. */
export function skip(context: Mocha.Context, reason: string): void {
  say(reason);
  context.skip();
}
