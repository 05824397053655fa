// Assertions that run in both extension hosts: a web worker has no node:assert.

/** Fails unless the condition holds; narrows types like node:assert's `ok`. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

/** Fails unless both have the same JSON text. */
export function assertEqual<T>(actual: T, expected: T, what = "value"): void {
  const [found, wanted] = [actual, expected].map((value) => JSON.stringify(value, undefined, 2));
  if (found !== wanted) throw new Error(`${what}\n  expected: ${wanted}\n  actual:   ${found}`);
}

/** Fails unless the text holds the part or matches the pattern. */
export function assertIncludes(text: string, part: string | RegExp, what = "text"): void {
  const found = typeof part === "string" ? text.includes(part) : part.test(text);
  if (!found) throw new Error(`${what}\n  expected to hold: ${part}\n  actual: ${JSON.stringify(text)}`);
}
