import { isOptionName, type OptionName } from "../bonding/options.ts";
import type { Fact } from "../text/section.ts";
import { Block } from "./block.ts";
import { lineStart, portsIn } from "./netplan.ts";
import type { Part } from "./part.ts";
import { type BondSetup, optionsIn, type Setup } from "./setup.ts";
import { at, entryIn, readYaml, textOf, type Yaml } from "./yaml.ts";

/** What `nmstatectl show`, or the state in a NodeNetworkState, says that a bond runs. */
export interface RunningBond {
  readonly name: string;
  readonly options: ReadonlyMap<string, Fact<string>>;
}

/** Bonds in nmstate's YAML: what is desired of them, or what they run. */
export interface NmstateReport extends Setup<"nmstate"> {
  readonly running: readonly RunningBond[];
}

/** Reads the bonds of nmstate's YAML: a state, a policy of OpenShift, or what `nmstatectl show` prints. Never throws. */
export function readNmstate({ section, lines }: Part): NmstateReport | undefined {
  const block = Block.of(lines, section);
  if (!block.text.includes("link-aggregation")) return undefined;
  const shown =
    /\bnmstatectl\s+(?:show|s)\b/.test(section.command ?? "") || /nmstatectl_show/.test(section.capture.path);
  const bonds: BondSetup[] = [];
  const running: RunningBond[] = [];
  for (const { state, isRunning } of readYaml(block.text).flatMap(statesIn)) {
    for (const item of listOf(at(state, "interfaces"))) {
      const name = textOf(at(item, "name"));
      const aggregation = entryIn(item, "link-aggregation", "bond")?.value;
      if (name === undefined || aggregation?.kind !== "map") continue;
      if (isRunning || shown) running.push({ name, options: runningOptions(aggregation, block) });
      else bonds.push(desired(name, aggregation, block));
    }
  }
  return bonds.length + running.length === 0 ? undefined : { kind: "nmstate", section, bonds, members: [], running };
}

interface State {
  readonly state: Yaml | undefined;
  readonly isRunning: boolean;
}

/** A bare state, or those in resources of Kubernetes; a list of resources too. */
function statesIn(document: Yaml): State[] {
  if (entryIn(document, "interfaces")) return [{ state: document, isRunning: false }];
  return [document, ...listOf(at(document, "items"))].flatMap((resource) =>
    [
      { state: at(resource, "spec", "desiredState") ?? at(resource, "desiredState"), isRunning: false },
      { state: at(resource, "status", "currentState") ?? at(resource, "currentState"), isRunning: true },
    ].filter(({ state }) => state !== undefined),
  );
}

function desired(name: string, aggregation: Extract<Yaml, { kind: "map" }>, block: Block): BondSetup {
  const written = block.slice(lineStart(block, aggregation.start), aggregation.end);
  const options = optionsIn(written, "nmstate");
  const list = entryIn(aggregation, "port", "ports", "slaves");
  return {
    name,
    owner: "nmstate",
    applier: "NetworkManager",
    form: "nmstate",
    written,
    options,
    text: options.get("mode") ?? block.fact(name, aggregation.start, aggregation.end),
    // A state is merged into what is there.
    complete: options.has("mode"),
    ports: portsIn(list?.value, block),
  };
}

function runningOptions(aggregation: Yaml, block: Block): Map<OptionName, Fact<string>> {
  const options = new Map<OptionName, Fact<string>>();
  const pairs = [entryIn(aggregation, "mode"), ...entriesOf(at(aggregation, "options"))];
  for (const entry of pairs) {
    const value = textOf(entry?.value);
    if (entry && value !== undefined && value !== "" && isOptionName(entry.key))
      options.set(entry.key, block.fact(value, entry.start, entry.end));
  }
  return options;
}

function entriesOf(yaml: Yaml | undefined) {
  return yaml?.kind === "map" ? yaml.entries : [];
}

function listOf(yaml: Yaml | undefined): readonly Yaml[] {
  return yaml?.kind === "list" ? yaml.items : [];
}
