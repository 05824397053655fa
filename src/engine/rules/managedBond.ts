import type { Connection } from "../hosts/connections.ts";
import { usablePorts } from "../hosts/link.ts";
import type { Bond, WantedPort } from "../hosts/model.ts";
import type { Fact } from "../text/section.ts";
import { isEnslaved, isMeant, lossOf, missingPorts } from "./missingPorts.ts";
import type { RawFinding, Rule } from "./rule.ts";
import { connectionList, deviceShow, deviceStatus, dump, keyfile, portKeyfile } from "./samples.ts";
import { evidenceOf, listOf, nameOf, placesOf } from "./words.ts";

const SETTINGS = "https://networkmanager.dev/docs/api/latest/settings-connection.html";
const OPTIONS = ["miimon=100", "mode=active-backup"];
const STOPPED = [portKeyfile("eno1", "bond0", "autoconnect=false"), portKeyfile("eno2", "bond0", "autoconnect=false")];
const STARTED = [portKeyfile("eno1", "bond0"), portKeyfile("eno2", "bond0")];
const HEALTHY = dump({ miimon: 100 });

export const portProfileNotAutoconnect: Rule = {
  id: "port-profile-not-autoconnect",
  entry: "R75",
  title: "The ports do not start with the bond",
  why: "The profiles of the ports were told not to start by themselves, and the bond's profile does not start its ports: after a restart, or `nmcli con up` of the bond, it comes up without them.",
  guards: [
    "Needs the bond's whole profile, and speaks only where that starts by itself: a bond that somebody starts by hand may have ports that are started by hand.",
    "Silent with `connection.autoconnect-ports 1` (older: `autoconnect-slaves`) in the bond's profile.",
  ],
  remedy:
    "`nmcli con modify PORT-PROFILE connection.autoconnect yes`, or `connection.autoconnect-ports 1` in the bond's profile.",
  references: [SETTINGS],
  examples: {
    hit: { title: "autoconnect=false in both", captures: [HEALTHY, keyfile(...OPTIONS), ...STOPPED] },
    clean: { title: "autoconnect is the default", captures: [HEALTHY, keyfile(...OPTIONS), ...STARTED] },
    absent: { title: "the bond's profile was not captured", captures: [HEALTHY, ...STOPPED] },
  },
  *check(bond) {
    if (!startsWithoutPorts(bond)) return;
    const stopped = bond.managed.wanted.filter(isStopped);
    const missing = missingPorts(bond).filter(isStopped);
    for (const port of missing) yield* notStarted(bond, [port], "it did not join");
    const others = stopped.filter((port) => !missing.includes(port) && isMeant(port, bond));
    const latent = bond.portsListed ? stopped.filter((port) => isEnslaved(port, bond)) : others;
    const them = latent.length === 1 ? "it" : "them";
    yield* notStarted(bond, latent, `after a restart ${nameOf(bond)} comes up without ${them}`);
  },
};

function isStopped({ profiles }: WantedPort): boolean {
  return profiles.every(({ autoconnect }) => autoconnect?.value === false);
}

/** True where the bond is known to start by itself and not to bring its ports up. */
function startsWithoutPorts({ managed: { connections } }: Bond): boolean {
  const own = connections.filter(({ whole, autoconnect }) => whole && autoconnect?.value !== false);
  return (
    own.length > 0 &&
    own.every(({ property }) => !/^(?:1|yes|true)/.test(property("connection.autoconnect-slaves")?.value ?? "-1"))
  );
}

function* notStarted(bond: Bond, ports: readonly WantedPort[], effect: string): Generator<RawFinding> {
  const [first, ...others] = ports.flatMap(({ profiles: [{ autoconnect }] }) => autoconnect?.facts ?? []);
  const [only, second] = ports;
  if (first === undefined || only === undefined) return;
  const names = listOf(ports.map(({ name }) => name));
  const subject = second
    ? `The profiles of ${names} do not start by themselves`
    : `The profile of ${names} does not start by itself`;
  yield {
    rule: "port-profile-not-autoconnect",
    severity: "warning",
    confidence: "medium",
    impact: "none",
    ...(second === undefined && { port: only.name }),
    message: `${subject} (autoconnect), and ${nameOf(bond)} does not start its ports: ${effect}.`,
    places: [first, ...others],
    related: [],
  };
}

const ASTRAY = [portKeyfile("eno1", "bond0"), portKeyfile("eno2", "bond7")];
const LISTED = connectionList(
  ["bond0", "bond", "bond0"],
  ["bond0-eno1", "ethernet", "eno1"],
  ["bond0-eno2", "ethernet", "--"],
);

export const portOfWrongController: Rule = {
  id: "port-of-wrong-controller",
  entry: "R76",
  title: "A port's profile names a bond that does not exist",
  why: "A port's profile names its bond by interface, by the name or by the UUID of the bond's profile. After that was deleted, made anew or renamed the name leads nowhere, and the port never joins.",
  guards: [
    "Needs the list of all profiles, and every bond's interface; silent where a profile that was not captured could be the one that is meant.",
    "Speaks only where the host has one bond and that has fewer than two working ports: a forgotten profile does no harm.",
  ],
  remedy:
    "`nmcli con modify PORT-PROFILE connection.controller BOND` (before 1.46: `connection.master`), then `nmcli con up PORT-PROFILE`.",
  references: [SETTINGS],
  examples: {
    hit: { title: "bond7", captures: [dump({ miimon: 100, ports: "eno1" }), keyfile(...OPTIONS), ...ASTRAY, LISTED] },
    clean: { title: "bond0", captures: [HEALTHY, keyfile(...OPTIONS), ...STARTED, LISTED] },
    absent: {
      title: "the other profiles were not captured",
      captures: [dump({ miimon: 100, ports: "eno1" }), keyfile(...OPTIONS), ...ASTRAY],
    },
  },
  *check(bond) {
    const working = usablePorts(bond).length;
    if (!bond.portsListed || working > 1) return;
    for (const { id, controller, interface: on, autoconnect } of bond.managed.astray) {
      const port = on?.value;
      const elsewhere = port === undefined ? undefined : bond.managed.inUse.get(port);
      if (controller === undefined || autoconnect?.value === false || elsewhere !== undefined) continue;
      if (bond.ports.some(({ name }) => name === port)) continue;
      yield {
        rule: "port-of-wrong-controller",
        severity: "error",
        confidence: "medium",
        impact: lossOf(bond).impact,
        ...(port !== undefined && { port }),
        message: `The profile ${id ?? ""} makes ${port ?? "its interface"} a port of ${controller.value}, which is neither an interface nor a profile of this host: ${port ?? "it"} does not join ${nameOf(bond)}.`,
        places: controller.facts,
        related: bond.managed.connections.map(({ place }) => ({
          message: `the profile of ${nameOf(bond)}`,
          fact: place,
        })),
      };
    }
  },
};

export const nmDeviceNotActivated: Rule = {
  id: "nm-device-not-activated",
  entry: "R94",
  title: "NetworkManager has not activated the bond",
  why: "The activation of the bond stands at a step (preparing, waiting for an address) or has failed: the bond has no address, and what depends on it waits. It stays so where no port is up, or where nobody answers by DHCP.",
  guards: [
    "Silent where NetworkManager or `ip addr` shows an address on the bond or on what lies on top of it.",
    "Silent behind the command that started it: seconds later a healthy bond stands at such a step too.",
    "A profile that nobody started, and a bond that NetworkManager does not manage, are no failures.",
  ],
  remedy: "Look at its ports first; then at `journalctl -u NetworkManager` for the step at which it stands.",
  references: ["https://networkmanager.dev/docs/api/latest/nm-dbus-types.html#NMDeviceState"],
  examples: {
    hit: {
      title: "waits for an address",
      captures: [deviceShow("bond0", "70 (connecting (getting IP configuration))")],
    },
    clean: { title: "connected", captures: [deviceShow("bond0", "100 (connected)")] },
    absent: { title: "nobody started it", captures: [deviceShow("bond0", "30 (disconnected)")] },
  },
  *check(bond) {
    const { device, connections } = bond.managed;
    const state = device?.state?.value;
    const { carrier } = bond.kernel;
    const activating = connections
      .map(({ property }) => property("GENERAL.STATE"))
      .find((one) => one?.value === "activating");
    const places = state === undefined ? placesOf(activating) : placesOf(device?.state);
    const waits = state === undefined || state === "connecting" || state === "failed";
    const addressed = (device?.addresses.length ?? 0) > 0 || connections.some(hasAddress) || isAddressed(bond);
    if (places && state !== "failed" && wasJustStarted(bond, places[0])) return;
    const waiting = carrier?.value === true ? ", although its link is up" : "";
    if (!places || !waits || addressed) return;
    yield {
      rule: "nm-device-not-activated",
      severity: "error",
      confidence: "medium",
      impact: "broken",
      message:
        state === "failed"
          ? `NetworkManager could not activate ${nameOf(bond)}: it has no address.`
          : `NetworkManager is not done with activating ${nameOf(bond)}${waiting}: until then it has no address and carries no traffic of this host.`,
      places,
      related: evidenceOf(`the link of ${nameOf(bond)} is ${carrier?.value ? "up" : "down"}`, carrier),
    };
  },
};

/**
 * True where an address is shown on the bond or on top of it, or a VLAN over it is connected: a bond under VLANs may wait for
 * an address of its own for ever.
 */
function isAddressed({ name, own, stacked, managed }: Bond): boolean {
  const isVlan = (device: string) => name !== undefined && device.startsWith(`${name}.`);
  if ([...managed.devices].some(([device, { state }]) => isVlan(device) && state?.value === "connected")) return true;
  return [...own, ...stacked].some(({ addresses }) =>
    addresses.some(({ value: { ip, scope } }) => scope !== "link" && !/^(?:169\.254\.|fe[89ab][\da-f]:)/i.test(ip)),
  );
}

/** True where the text shows that somebody started the bond before this was captured: seconds later it is still at it. */
function wasJustStarted({ history }: Bond, { section, start }: Fact<unknown>): boolean {
  return history.actions.some(
    ({ what, fact }) => what === "applied" && fact.section.capture === section.capture && fact.end <= start,
  );
}

function hasAddress({ property }: Connection): boolean {
  return ["IP4.ADDRESS[1]", "IP6.ADDRESS[2]"].some((name) => property(name) !== undefined);
}

const WITH_ENO2 = (state: string, connection: string) =>
  deviceStatus(["bond0", "connected", "bond0"], ["eno1", "connected", "bond0-eno1"], ["eno2", state, connection]);

export const foreignSlave: Rule = {
  id: "foreign-slave",
  entry: "R73",
  title: "A port that no profile names",
  why: "Somebody added this port by hand (`ip link set PORT master BOND`, sysfs). NetworkManager does not know it, so it is lost when the bond is activated again.",
  guards: [
    "Speaks only where NetworkManager set the bond up, profiles of other ports were captured, and NetworkManager shows that it has no profile in use on this one.",
  ],
  remedy: "Give it a profile: `nmcli con add type ethernet ifname PORT controller BOND`.",
  references: [SETTINGS],
  examples: {
    hit: {
      title: "eno2 by hand",
      captures: [HEALTHY, portKeyfile("eno1", "bond0"), WITH_ENO2("connected (externally)", "eno2")],
    },
    clean: { title: "both by profiles", captures: [HEALTHY, ...STARTED, WITH_ENO2("connected", "bond0-eno2")] },
    absent: {
      title: "no profile of a port captured",
      captures: [HEALTHY, WITH_ENO2("connected (externally)", "eno2")],
    },
  },
  *check(bond) {
    const { device, wanted, devices } = bond.managed;
    if (device?.state?.value !== "connected" || wanted.length === 0 || !bond.portsListed) return;
    for (const port of bond.ports) {
      const own = devices.get(port.name);
      const state = own?.state?.value;
      const places = placesOf(own?.state);
      if (!places || port.bonding.dumped.length === 0 || wanted.some(({ name }) => name === port.name)) continue;
      if (state !== "external" && state !== "unmanaged" && state !== "disconnected") continue;
      yield {
        rule: "foreign-slave",
        severity: "warning",
        confidence: "medium",
        impact: "none",
        port: port.name,
        message: `${port.name} is a port of ${nameOf(bond)} that no profile names: it was added by hand, and is lost when ${nameOf(bond)} is activated again.`,
        places,
        related: port.bonding.dumped.map(({ name }) => ({ message: `the driver has ${port.name}`, fact: name })),
      };
    }
  },
};
