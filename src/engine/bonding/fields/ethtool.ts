import { DAMAGED, LATE, MISSED } from "../counters.ts";
import { own } from "../optionValues.ts";
import { counted, DUPLEX, type Field, type Rows, rowOf, UNKNOWN } from "./field.ts";

const SOURCE = "ethtool; Linux Documentation/networking/ethtool-netlink.rst";

const YES_NO = { Yes: "It does.", No: "It does not." };

/** Why there is no link (extended states and substates of the kernel). */
const REASONS: Readonly<Record<string, string>> = {
  Autoneg: "The two ends have not agreed.",
  "Logical mismatch": "The coding or the error correction (FEC) of the two ends does not match.",
  "No cable": "No cable is connected.",
  "Cable issue": "Something is wrong with the cable, such as one that is not supported.",
  "EEPROM issue": "The EEPROM cannot be read or understood.",
  "Power budget exceeded": "The card cannot give the power that the cable or module needs.",
  Overheat: "The module is too hot.",
  Module: "Something is wrong with the module.",
  "No partner detected": "The other end is down.",
  "No partner detected during force mode": "The other end is down, or has another speed.",
  "FEC mismatch during override": "The error correction (FEC) of the two ends differs.",
  "No HCD": "The two ends have no mode in common.",
};

function linkMeaning(value: string): string | undefined {
  if (value.startsWith("yes")) return "The card has a link.";
  if (!value.startsWith("no")) return undefined;
  const reasons = /^no \(([^()]{1,200})\)/.exec(value)?.[1]?.split(", ") ?? [];
  return ["The card has no link.", ...reasons.map((reason) => own(REASONS, reason) ?? "")].filter(Boolean).join(" ");
}

const ROWS: Rows = {
  Speed: [
    "The speed of the link in Mbit/s.",
    (value) => (/^(?:Unknown|-1|65535|4294967295)/.test(value) ? UNKNOWN : undefined),
  ],
  Duplex: [
    "Whether the link sends and receives at once. Both ends must agree.",
    (value) => (value.startsWith("Unknown") ? UNKNOWN : own(DUPLEX, value.toLowerCase())),
  ],
  "Auto-negotiation": [
    "Whether speed and duplex are agreed with the other end.",
    { on: "They are.", off: "They are fixed here; the other end has to be set to the same." },
  ],
  "Link detected": ["Whether the card has a link now, and in newer versions why not.", linkMeaning],
  Port: ["The kind of connector in use."],
  "MDI-X": ["Whether the card crosses the pairs of a twisted-pair cable."],
  "Supports auto-negotiation": ["Whether the card can negotiate.", YES_NO],
  "Advertised auto-negotiation": ["Whether the card offers to negotiate.", YES_NO],
  "Link partner advertised auto-negotiation": ["Whether the other end offers to negotiate.", YES_NO],
  "Supported link modes": ["The speeds that the card is capable of."],
  "Advertised link modes": ["The speeds that the card offers to the other end."],
  "Link partner advertised link modes": ["The speeds that the other end offers."],
  "Link Down Events": ["How often the card has lost its link.", counted("It has not.", "# times.")],
};

const DRIVER: Rows = {
  driver: ["The driver of the interface."],
  version: ["The driver's version. Many print the kernel's, some none."],
  "firmware-version": ["The firmware's version, as the driver writes it. A bond, which has no firmware, prints 2."],
  "bus-info": ["The card's place on its bus. Ports that differ only behind the dot are on one card."],
};

/** What a line of `ethtool -i IF` says (struct ethtool_drvinfo); `undefined` for keys that say nothing of a bond. */
export function driverField(key: string, value: string): Field | undefined {
  return rowOf(DRIVER, key, value, "Linux include/uapi/linux/ethtool.h");
}

/** What a counter of `ethtool -S IF` counts, as far as its name tells: names are the driver's own. */
export function counterField(key: string, value: string): Field | undefined {
  const kind = [DAMAGED, LATE, MISSED].find(({ counter }) => counter.test(key));
  const count = /^\d{1,20}$/.test(value) ? value : undefined;
  if (count === undefined) return undefined;
  return {
    what: "A counter of the card, under the driver's own name. Only whether it still rises tells of now.",
    ...(kind && {
      meaning: Number(count) === 0 ? "None so far." : `By its name: ${kind.said}. Where it rises, ${kind.means}.`,
    }),
    source: kind ? "Linux include/uapi/linux/if_link.h; the driver" : "the driver",
  };
}

/** What a line of `ethtool IF` says; `undefined` for lines that say nothing of the link. */
export function ethtoolField(key: string, value: string): Field | undefined {
  return rowOf(ROWS, key, value, SOURCE);
}
