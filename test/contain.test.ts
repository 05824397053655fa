import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { contain, errorLine } from "../src/vscode/contain.ts";

const SECRET = "web1.customer.example";

class Provider {
  readonly onDidChange = "an event";
  readonly #word = "answer";

  answer(prefix: string): string {
    return prefix + this.#word;
  }

  throws(): string {
    throw new TypeError(`unexpected ${SECRET}`);
  }

  async rejects(): Promise<string> {
    throw new RangeError(SECRET);
  }
}

test("a provider that works answers as before", () => {
  const errors: unknown[] = [];
  const contained = contain(new Provider(), (error) => errors.push(error));
  expect(contained.answer("an ")).toBe("an answer");
  expect(contained.onDidChange).toBe("an event");
  expect(errors).toEqual([]);
});

test("a provider that throws or rejects answers nothing, and is reported once", async () => {
  const errors: unknown[] = [];
  const contained = contain(new Provider(), (error) => errors.push(error));
  expect(contained.throws()).toBeUndefined();
  expect(await contained.rejects()).toBeUndefined();
  expect(errors.map((error) => (error as Error).name)).toEqual(["TypeError", "RangeError"]);
});

test("an error is logged in one line, with its place, without its message and without folders", () => {
  const lines: string[] = [];
  contain(new Provider(), (error) => lines.push(errorLine(error))).throws();
  expect(lines[0]).toMatch(/^TypeError at .*throws \(contain\.test\.ts:\d+:\d+\)$/);
  expect(lines.join()).not.toContain(SECRET);
  expect(errorLine("a string")).toBe("something that is no error");
});

test("a message that looks like a stack is not logged", () => {
  const error = new Error(`first\n    at ${SECRET}`);
  expect(errorLine(error)).not.toContain(SECRET);
});

test("every provider that is registered is contained", () => {
  for (const file of readdirSync("src/vscode")) {
    const source = readFileSync(`src/vscode/${file}`, "utf8");
    const registered = [...source.matchAll(/\.(?:register\w+Provider|createTreeView)\(/g)].length;
    expect([...source.matchAll(/(?<!function )\bcontained\(/g)].length, file).toBe(registered);
  }
});
