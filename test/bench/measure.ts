/** The time of one call of each, in ms: each measured in turn, so that a machine that becomes slower is slower for all. */
export function inTurn<K extends string>(runs: number, tasks: Readonly<Record<K, () => unknown>>): Record<K, number> {
  const times = new Map<string, number[]>();
  // The first round is not counted: it pays for compilation.
  for (let run = 0; run <= runs; run += 1) {
    for (const [name, task] of Object.entries<() => unknown>(tasks)) {
      const begun = performance.now();
      task();
      const took = performance.now() - begun;
      if (run > 0) times.set(name, [...(times.get(name) ?? []), took]);
    }
  }
  return Object.fromEntries([...times].map(([name, all]) => [name, median(all)])) as Record<K, number>;
}

/** The time of one call of a short task, in ms: the median of rounds of many calls each. */
export function often(task: () => unknown, calls: number, rounds: number): number {
  for (let at = 0; at < 2 * calls; at += 1) task();
  return median(
    Array.from({ length: rounds }, () => {
      const begun = performance.now();
      for (let at = 0; at < calls; at += 1) task();
      return (performance.now() - begun) / calls;
    }),
  );
}

/** The middle of an odd number of values, the upper one of the two in the middle of an even number. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
