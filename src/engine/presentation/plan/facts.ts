import { effectiveOptions } from "../../bonding/effective.ts";
import { hasActivePort, type Mode } from "../../bonding/modes.ts";
import type { OptionName, Options } from "../../bonding/options.ts";
import type { Correction } from "../../corrections/index.ts";
import { hasUsableProfile } from "../../corrections/options.ts";
import { rollbackOf } from "../../corrections/rollback.ts";
import type { Step } from "../../corrections/steps.ts";
import { activePortOf, isUsable, linkOf, modeOf } from "../../hosts/link.ts";
import type { Bond } from "../../hosts/model.ts";
import { hasUnseen, isTypable } from "../../text/unseen.ts";

/** What a repair plan needs of a bond beyond its findings. Names are as they were captured, for commands. */
export interface RepairFacts {
  /** Absent where it was not captured, or could not be typed safely. */
  readonly name?: string;
  /** The connection of NetworkManager, the bond's own name where its was not captured; absent for other owners. */
  readonly profile?: string;
  readonly profileNamed: boolean;
  /** True where the stored options themselves were captured, and not only what the driver runs. */
  readonly storedCaptured: boolean;
  /** Who owns the bond, where that is not NetworkManager. */
  readonly owner?: string;
  /** The corrected options in the owner's words. */
  readonly line?: string;
  /** The ports whose names can be typed. */
  readonly ports: readonly string[];
  /** Ports that are listed but had no link when they were captured, or nothing shows that they had one. */
  readonly dead: readonly string[];
  /** Those of them that were set down on the host. */
  readonly setDown: readonly string[];
  /** The port that is active, or would be. */
  readonly active?: string;
  readonly steps: readonly Step[];
  readonly rollback: readonly Step[];
  /** True where the repair changes what is stored. */
  readonly stores: boolean;
  /** The options that the repair changes. */
  readonly changed: readonly OptionName[];
  /** What the kernel runs once it is repaired, by NetworkManager's defaults where it is repaired by options. */
  readonly runs: Options;
  /** The mode once it is repaired. */
  readonly mode?: Mode;
  /** An address that ought to answer. */
  readonly gateway?: string;
}

/** Collects the facts; cheap, because every bond that is judged has them. */
export function repairFactsOf(bond: Bond, correction: Correction | undefined): RepairFacts {
  const { name, profile, kernel, ports } = bond;
  const runs = correction ? effectiveOptions(correction.after) : runningOptions(bond);
  const mode = (correction && (runs.get("mode") as Mode | undefined)) ?? modeOf(bond);
  const typable = ports.map((port) => port.name).filter(isTypable);
  const active =
    mode !== undefined && hasActivePort(mode) ? (activePortOf(bond)?.name ?? runs.get("primary")) : undefined;
  const owner = hasUsableProfile(bond) && profile?.owner !== "NetworkManager" ? profile?.owner : undefined;
  const connection = owner === undefined ? (profile?.name ?? name) : undefined;
  const gateway = bond.gateways.map(({ value }) => value).find((value) => /^[0-9A-Fa-f][0-9A-Fa-f.:]*$/.test(value));
  return {
    ...(name !== undefined && isTypable(name) && { name }),
    ...(connection !== undefined && !hasUnseen(connection) && { profile: connection }),
    profileNamed: profile?.name !== undefined,
    storedCaptured: hasUsableProfile(bond) && profile?.source !== "nmcli-modify",
    ...(owner !== undefined && { owner }),
    ...(correction && { line: correction.line }),
    ports: typable,
    setDown: ports.filter(({ link }) => link.adminUp?.value === false).map((port) => port.name),
    dead: kernel.mode ? ports.filter((port) => isDead(port, bond)).map((port) => port.name) : [],
    ...(active !== undefined && typable.includes(active) && { active }),
    steps: correction?.steps ?? [],
    rollback: correction ? rollbackOf(bond, correction) : [],
    stores: correction?.storesSomething ?? false,
    changed: correction ? [...correction.change.set.keys()] : [],
    runs,
    ...(mode !== undefined && { mode }),
    ...(gateway !== undefined && { gateway }),
  };
}

/** A port that has a link and is down all the same is the monitor's, not the cable's. */
function isDead(port: Bond["ports"][number], bond: Bond): boolean {
  const { state } = linkOf(port, bond);
  return state === "down" || (state === "unknown" && port.bonding.mii !== undefined && !isUsable(port, bond));
}

function runningOptions({ kernel, profile }: Bond): Options {
  if (kernel.mode === undefined) return profile?.effective ?? new Map();
  return new Map([...kernel.options].map(([name, { value }]) => [name, value]));
}
