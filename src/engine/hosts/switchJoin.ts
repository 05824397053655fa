import type { Bond } from "./model.ts";
import type { JoinedSwitchPort, SwitchPort } from "./switchPorts.ts";

/** What of a bond is compared with the texts of a switch. */
type Wanted = Pick<Bond, "name" | "ports" | "snapshots" | "interfaces">;

/** Larger bonds than this do not exist; it bounds the search. */
const MOST_PORTS = 64;

/**
 * The ports of switches that a bond is cabled to: by the address that they hear by LACP, by descriptions that name the
 * bond's ports, its host or itself, or because the captures hold just as many ports of a switch as the only bond has.
 */
export function joinSwitchPorts(
  bond: Wanted,
  ports: readonly SwitchPort[],
  host: string | undefined,
  onlyBond: boolean,
): JoinedSwitchPort[] {
  if (ports.length === 0 || bond.ports.length > MOST_PORTS) return [];
  const addresses = addressesOf(bond);
  const isHeard = ({ partnerMac }: SwitchPort) => partnerMac !== undefined && addresses.has(partnerMac.value);
  const heard = ports.filter(isHeard).slice(0, MOST_PORTS);
  const rest = ports.filter((port) => !isHeard(port) && !hearsAnother(port, addresses));
  const byAddress = heard.map((at): JoinedSwitchPort => ({ at, ...nameIn(at, bond), basis: "address", sure: true }));
  if (byAddress.length > 0 && byAddress.length >= bond.ports.length) return byAddress;
  const described = byDescription(bond, rest, host, onlyBond);
  if (byAddress.length + described.length > 0) return [...byAddress, ...described];
  return onlyBond ? byCount(bond, ports, rest) : [];
}

function nameIn(at: SwitchPort, { ports }: Wanted): { port?: string } {
  const named = ports.filter(({ name }) => mentions(at, name));
  return named.length === 1 && named[0] ? { port: named[0].name } : {};
}

/** The addresses with which a bond speaks LACP, and those of its ports. */
function addressesOf({ name, ports, snapshots, interfaces }: Wanted): ReadonlySet<string> {
  const own = new Set(ports.map((port) => port.name));
  const facts = [
    ...snapshots.flatMap((dump) => [
      dump.systemMac,
      ...dump.ports.flatMap((port) => [port.permanentMac, port.actor?.systemMac]),
    ]),
    ...interfaces.filter((link) => own.has(link.name.value) || link.name.value === name).map((link) => link.mac),
  ];
  const macs = facts.flatMap((fact) => fact?.value.toLowerCase() ?? []);
  return new Set(macs.filter((mac) => mac !== ZERO));
}

const ZERO = "00:00:00:00:00:00";

/** A port that hears somebody else by LACP is not the bond's, as far as the bond's own addresses are known. */
function hearsAnother({ partnerMac }: SwitchPort, addresses: ReadonlySet<string>): boolean {
  return (
    partnerMac !== undefined && partnerMac.value !== ZERO && addresses.size > 0 && !addresses.has(partnerMac.value)
  );
}

function byDescription(
  bond: Wanted,
  ports: readonly SwitchPort[],
  host: string | undefined,
  onlyBond: boolean,
): JoinedSwitchPort[] {
  const name = host?.replace(/\..*$/, "");
  const ofHost = name === undefined ? [] : ports.filter((port) => mentions(port, name));
  const candidates = ofHost.length > 0 ? ofHost : ports;
  const found = bond.ports.flatMap((port) => {
    const naming = candidates.filter((candidate) => mentions(candidate, port.name));
    return naming.length === 1 && naming[0] ? [{ at: naming[0], port: port.name }] : [];
  });
  if (found.length > 0) {
    const rest = restOf(found);
    const ofOne = found.length === bond.ports.length && rest !== undefined;
    const sure = ofHost.length > 0 || (ofOne && (name === undefined || !LIKE_A_HOST.test(rest)));
    return found.map((one) => ({ ...one, basis: "description", sure }));
  }
  const ofBond = bond.name === undefined ? [] : candidates.filter((port) => mentions(port, bond.name ?? ""));
  const together = ofBond.length > 0 ? ofBond : onlyBond ? ofHost.filter((port) => !isAnothers(port, bond)) : [];
  const fits =
    bond.ports.length === together.length ||
    (bond.ports.length === 0 && together.length > 1 && together.length <= MOST_PORTS);
  if (!fits) return [];
  const sure = ofHost.length > 0 || name === undefined;
  return together.map((at) => ({ at, basis: "description", sure }));
}

/** What the descriptions say beside the names of the ports, where all say the same: then they are of one host. */
function restOf(found: readonly { readonly at: SwitchPort; readonly port: string }[]): string | undefined {
  const others = found.map(({ at, port }) => {
    const own = at.described.find(({ value }) => holds(value, port))?.value ?? "";
    return own.toLowerCase().replace(port.toLowerCase(), "");
  });
  return new Set(others).size === 1 ? others[0] : undefined;
}

/** A word with letters and a digit or a hyphen in it, as the names of hosts have. */
const LIKE_A_HOST = /[a-z][\w.]{0,60}[\d-]/i;

/**
 * As many ports of a switch as the only bond has. Descriptions that say something else make it doubtful; where they name
 * an interface of Linux that the bond does not have, they are somebody else's.
 */
function byCount(bond: Wanted, all: readonly SwitchPort[], ports: readonly SwitchPort[]): JoinedSwitchPort[] {
  if (bond.ports.length < 2 || all.length !== bond.ports.length || ports.length !== all.length) return [];
  if (ports.some((port) => isAnothers(port, bond))) return [];
  return ports.map((at) => ({ at, basis: "count", sure: ports.every(({ described }) => described.length === 0) }));
}

/** True where the description names an interface of Linux and none of the bond's: the port is somebody else's. */
function isAnothers({ described }: SwitchPort, bond: Wanted): boolean {
  const own = [bond.name ?? "", ...bond.ports.map(({ name }) => name)];
  const texts = described.map(({ value }) => (bond.name === undefined ? value.replace(/bond\d+/i, "") : value));
  return texts.some((text) => LINUX_NAME.test(text) && !own.some((name) => holds(text, name)));
}

const LINUX_NAME = /(?:^|[^a-z\d])(?:eth|en[ops]|em|bond|ib)\d/i;

function mentions({ described }: SwitchPort, name: string): boolean {
  return described.some(({ value }) => holds(value, name));
}

/** True where a text holds a name as a word: `srv-web-04-eno1` holds `srv-web-04` and `eno1`, but not `eno`. */
function holds(text: string, name: string): boolean {
  const [where, what] = [text.toLowerCase(), name.toLowerCase()];
  if (what === "") return false;
  for (let at = where.indexOf(what); at !== -1; at = where.indexOf(what, at + 1)) {
    if (!isWord(where[at - 1]) && !isWord(where[at + what.length])) return true;
  }
  return false;
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[a-z\d]/.test(character);
}
