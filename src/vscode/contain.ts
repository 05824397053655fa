/**
 * A provider whose failures stay its own: a method that throws or rejects is reported and answers `undefined`, so that
 * one feature of the editor does not take the others along. What is no method is passed on as it is.
 */
export function contain<T extends object>(provider: T, report: (error: unknown) => void): T {
  const fail = (error: unknown) => {
    report(error);
    return undefined;
  };
  return new Proxy(provider, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      return (...args: unknown[]) => {
        try {
          const answer: unknown = Reflect.apply(member, target, args);
          return answer instanceof Promise ? answer.catch(fail) : answer;
        } catch (error) {
          return fail(error);
        }
      };
    },
  });
}

/**
 * An error in one line, for the log: its kind and where it was thrown. Not its message, which may hold what a capture says,
 * nor the folders of its files.
 */
export function errorLine(error: unknown): string {
  if (!(error instanceof Error)) return "something that is no error";
  const { name, message, stack = "" } = error;
  // The message comes first in the stack, and may itself look like a part of one.
  const frames = stack.slice(stack.indexOf(message) + message.length);
  const frame = /^ *at (.*)$/m.exec(frames)?.[1] ?? "";
  const place = frame.replace(/(?:[a-z-]+:\/\/)?[^\s()]*[/\\]/g, "").trim();
  return place === "" ? name : `${name} at ${place}`;
}
