import { own } from "../optionValues.ts";
import { type Field, optionField, type Rows, rowOf } from "./field.ts";

const SOURCE = "NetworkManager nm-settings-nmcli(5), nmcli(1)";

const CONTROLLER: Rows[string] = [
  "The bond that this profile is a port of: its interface, or its profile's UUID or name. 1.46 renamed master to controller and prints both.",
];
const PORT_TYPE: Rows[string] = [
  "What the controller is. 1.46 renamed slave-type to port-type and prints both.",
  { bond: "A port of a bond." },
];
const PORTS: Rows[string] = [
  "Whether the profiles of the ports are brought up along with the bond.",
  (value) => ({ "1": "They are.", "0": "They are not.", "-": "The default holds." })[value.slice(0, 1)],
];

/** The numbers of the words that a table shows. */
const NUMBERS: Readonly<Record<string, string>> = {
  unmanaged: "10",
  unavailable: "20",
  disconnected: "30",
  connecting: "50",
  connected: "100",
  deactivating: "110",
  // "connection failed"
  connection: "120",
};

/** The states of a device by their number, and of an active connection by their word. */
function stateMeaning(value: string): string | undefined {
  const [word = ""] = value.split(/\s/);
  const states: Readonly<Record<string, string>> = {
    "10": "NetworkManager leaves it alone.",
    "20": "It cannot be used: often for want of carrier.",
    "30": "It could be used; no profile is active on it.",
    "100": "A profile is active on it.",
    "110": "It is being taken down.",
    "120": "The activation failed.",
    activated: "The profile is active.",
    external: "Somebody else has set it up; NetworkManager only shows it.",
  };
  const known = value.startsWith("connected (") ? "external" : (own(NUMBERS, word) ?? word);
  return own(states, known) ?? (/^(?:[4-9]0|activating)$/.test(known) ? "A profile is being activated." : undefined);
}

const YES_NO = (yes: string, no: string) => ({ yes, true: yes, no, false: no });

const ROWS: Rows = {
  "connection.id": ["The name of the profile."],
  "connection.uuid": ["The identity of the profile; it stays when the profile is renamed."],
  "connection.type": [
    "What the profile makes or configures.",
    { bond: "A bond.", "802-3-ethernet": "A network card.", ethernet: "A network card.", vlan: "A VLAN." },
  ],
  "connection.interface-name": ["The interface that the profile is for: of a bond, the name that it gets."],
  "connection.autoconnect": [
    "Whether NetworkManager activates the profile by itself.",
    YES_NO("It does.", "It waits for somebody, or for its bond, to do so."),
  ],
  "connection.autoconnect-priority": ["Of several profiles for a device, the highest number is activated."],
  "connection.autoconnect-ports": PORTS,
  "connection.autoconnect-slaves": PORTS,
  "connection.controller": CONTROLLER,
  "connection.master": CONTROLLER,
  "connection.port-type": PORT_TYPE,
  "connection.slave-type": PORT_TYPE,
  "bond.options": [
    "The options that the profile stores. What is absent has its default: without miimon and the ARP monitor, NetworkManager takes miimon=100.",
  ],
  "GENERAL.STATE": ["The state of the device, or of the active profile.", stateMeaning],
  "GENERAL.DEVICES": ["The devices that the profile is active on."],
  "GENERAL.CONNECTION": ["The profile that is active on the device."],
  "WIRED-PROPERTIES.CARRIER": ["Whether the device has carrier.", { on: "It has.", off: "It has not." }],
};

/** The columns of nmcli's tables that say what a property says; others have a row of their own. */
const AS_PROPERTY: Readonly<Record<string, string>> = {
  NAME: "connection.id",
  UUID: "connection.uuid",
  AUTOCONNECT: "connection.autoconnect",
  "AUTOCONNECT-PRIORITY": "connection.autoconnect-priority",
  STATE: "GENERAL.STATE",
  CONNECTION: "GENERAL.CONNECTION",
};

const COLUMNS: Rows = {
  DEVICE: ["The interface; of a profile, the one that it is active on."],
  TYPE: [
    "What the device or the profile is.",
    { bond: "A bond.", ethernet: "A network card.", "802-3-ethernet": "A network card." },
  ],
};

/** What a column of a table of nmcli says, and a cell of it; `undefined` for columns that have nothing to do with bonds. */
export function columnField(column: string, value: string): Field | undefined {
  const property = own(AS_PROPERTY, column);
  return property === undefined ? rowOf(COLUMNS, column, value, SOURCE) : propertyField(property, value);
}

/** What a property of nmcli or a keyfile says; `undefined` for properties that have nothing to do with bonds. */
export function propertyField(key: string, value: string): Field | undefined {
  if (key === "bond-port.queue-id") return optionField("queue_id", value);
  if (key === "bond-port.prio") return optionField("prio", value);
  return rowOf(ROWS, key, value, SOURCE);
}
