import type { Fact, Section } from "../text/section.ts";
import { readName } from "./names.ts";
import { readNmcliRows } from "./nmcliRows.ts";
import type { Part } from "./part.ts";

/** One line of the list of connection profiles. */
export interface ListedProfile {
  readonly id?: Fact<string>;
  readonly uuid?: Fact<string>;
  /** `bond`, `ethernet`, …; the long names of `-t` are shortened. */
  readonly type?: Fact<string>;
  /** The interface on which it is in use; `null` where it is not. */
  readonly device?: Fact<string | null>;
  readonly autoconnect?: Fact<boolean>;
}

/** The list of connection profiles that `nmcli connection` prints. */
export interface NmcliProfiles {
  readonly kind: "nmcli-profiles";
  readonly section: Section;
  readonly profiles: readonly ListedProfile[];
  /** True where the list holds every profile: neither filtered nor `--active`. */
  readonly complete: boolean;
}

/** The identity of a profile, as NetworkManager writes it. */
export const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;

/** Reads `nmcli connection [show]`, in columns or terse; `undefined` where no profile is listed. Never throws. */
export function readNmcliProfiles(part: Part): NmcliProfiles | undefined {
  const { section, filtered } = part;
  const profiles: ListedProfile[] = [];
  for (const row of readNmcliRows(part, ["NAME", "UUID", "TYPE", "DEVICE"])) {
    const [id, uuid, type, device, autoconnect] = ["NAME", "UUID", "TYPE", "DEVICE", "AUTOCONNECT"].map((name) =>
      row.get(name),
    );
    if ((id === undefined && uuid === undefined) || (uuid && !UUID.test(uuid.value))) continue;
    profiles.push({
      ...(id && { id }),
      ...(uuid && { uuid }),
      ...(type && { type: { ...type, value: shortType(type.value) } }),
      ...(device && { device: { ...device, value: device.value || null } }),
      ...(autoconnect &&
        isYesNo(autoconnect) && { autoconnect: { ...autoconnect, value: autoconnect.value === "yes" } }),
    });
  }
  if (profiles.length === 0) return undefined;
  const known = section.command !== undefined || readName(section.capture.path).kind === "nmcli-profiles";
  return { kind: "nmcli-profiles", section, profiles, complete: known && !filtered };
}

/** Translated answers are left alone. */
function isYesNo({ value }: Fact<string>): boolean {
  return value === "yes" || value === "no";
}

/** The name of a type as tables and keyfiles print it: `802-3-ethernet` is `ethernet`. */
export function shortType(type: string): string {
  return type.replace(/^802-3-/, "");
}
