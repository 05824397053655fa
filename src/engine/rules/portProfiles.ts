import type { Connection } from "../hosts/connections.ts";
import type { Bond, WantedPort } from "../hosts/model.ts";
import { holderOf, isEnslaved, isMeant, lossOf, missingPorts, profileName, unavailability } from "./missingPorts.ts";
import { ownersInConflict } from "./owners.ts";
import type { Evidence, Rule } from "./rule.ts";
import { deviceStatus, dump, ipLink, portKeyfile } from "./samples.ts";
import { evidenceOf, nameOf, placesOf } from "./words.ts";

const NMCLI = "https://networkmanager.dev/docs/api/latest/nmcli.html";
const ALONE = dump({ miimon: 100, ports: "eno1" });
const PROFILES = [portKeyfile("eno1", "bond0"), portKeyfile("eno2", "bond0")];
const BOTH_IN_USE = deviceStatus(
  ["bond0", "connected", "bond0"],
  ["eno1", "connected", "bond0-eno1"],
  ["eno2", "connected", "bond0-eno2"],
);
const IDLE = deviceStatus(
  ["bond0", "connected", "bond0"],
  ["eno1", "connected", "bond0-eno1"],
  ["eno2", "disconnected", "--"],
);
const NO_LINK = deviceStatus(
  ["bond0", "connected", "bond0"],
  ["eno1", "connected", "bond0-eno1"],
  ["eno2", "unavailable", "--"],
);
const HELD = deviceStatus(
  ["bond0", "connected", "bond0"],
  ["eno1", "connected", "bond0-eno1"],
  ["eno2", "connected", "Wired connection 1"],
);

export const slaveMissing: Rule = {
  id: "slave-missing",
  entry: "R72",
  title: "A port that a profile names is not in the bond",
  why:
    "A profile makes this interface a port of the bond, the interface exists, and the driver does not have it: nothing is sent " +
    "through it, and it cannot take over. Usual reasons: it had no carrier when the profile came up, its profile was not started, or another profile holds it.",
  guards: [
    "Speaks only where the captures list every port of the bond and show the interface.",
    "Silent for a bond that NetworkManager did not set up, for an interface that another bond or bridge has, and for a profile that was told not to start while two other ports work.",
  ],
  remedy: "`nmcli con up PORT-PROFILE` enslaves it, once it has a link and nothing else holds it.",
  references: [NMCLI],
  examples: {
    hit: { title: "eno2 is idle", captures: [ALONE, ...PROFILES, IDLE] },
    clean: { title: "both are in the bond", captures: [dump({ miimon: 100 }), ...PROFILES, BOTH_IN_USE] },
    absent: { title: "the ports of the bond were not captured", captures: [...PROFILES, IDLE] },
  },
  *check(bond) {
    for (const port of missingPorts(bond)) {
      if (port.exists !== true) continue;
      const { impact, words } = lossOf(bond);
      const holder = holderOf(port, bond);
      yield {
        rule: "slave-missing",
        severity: "error",
        confidence: "high",
        impact,
        port: port.name,
        message: `${port.name} is not in ${nameOf(bond)}, although ${profileName(port)} makes it a port${holder ? `: ${holder.name} holds it` : reasonOf(port)}; ${words}.`,
        places: [port.profiles[0].place],
        related: holder ? [] : [...stateOf(port), ...loggedOf(port, bond)],
      };
    }
  },
};

function reasonOf(port: WantedPort): string {
  if (port.device?.state?.value === "unavailable") return `: it is unavailable${unavailability(port)}`;
  if (port.profiles.every(({ autoconnect }) => autoconnect?.value === false)) return ", which does not start by itself";
  return port.profiles.every(({ device }) => device?.value === null) ? ", which is not in use" : "";
}

function stateOf({ name, device, interfaces }: WantedPort): Evidence[] {
  const state = device?.state;
  if (state) return evidenceOf(`NetworkManager calls ${name} ${state.value}`, state);
  const [flag] = interfaces.flatMap(({ flags }) => flags.slice(0, 1));
  return flag ? [{ message: `${name} exists`, fact: flag }] : [];
}

/** What NetworkManager's log says last of it. */
function loggedOf({ name }: WantedPort, bond: Bond): Evidence[] {
  const last = bond.managed.events.findLast(({ subject, what }) => subject === name && what !== "option-failed");
  if (last === undefined || last.what === "attached") return [];
  const did = last.what === "detached" ? "took" : "could not put";
  return [
    {
      message: `NetworkManager ${did} ${name} ${last.what === "detached" ? "out of" : "into"} ${nameOf(bond)}`,
      fact: last.fact,
    },
  ];
}

export const slaveDeviceMissing: Rule = {
  id: "slave-device-missing",
  entry: "R71",
  title: "A profile names a port that the host does not have",
  why: "The profile waits for an interface of this name, and there is none: the card was removed, or it has another name now (after an update, another slot, another firmware).",
  guards: [
    "Speaks only where `ip link` or `nmcli device` lists every interface of the host, and none has this name or altname.",
    "Silent for a profile that was told not to start.",
  ],
  remedy:
    "Name the interface as it is called now: `nmcli con modify PORT-PROFILE connection.interface-name NAME`, or bind the profile to the card's address (`802-3-ethernet.mac-address`).",
  references: [NMCLI],
  examples: {
    hit: {
      title: "eno3 does not exist",
      captures: [ALONE, portKeyfile("eno1", "bond0"), portKeyfile("eno3", "bond0"), IDLE],
    },
    clean: { title: "both exist", captures: [dump({ miimon: 100 }), ...PROFILES, BOTH_IN_USE] },
    absent: {
      title: "not every interface was captured",
      captures: [ALONE, portKeyfile("eno1", "bond0"), portKeyfile("eno3", "bond0")],
    },
  },
  *check(bond) {
    for (const port of bond.managed.wanted) {
      const dormant = port.profiles.every(({ autoconnect }) => autoconnect?.value === false);
      const named = port.profiles.some(({ interface: on }) => on?.value === port.name);
      if (port.exists !== false || isEnslaved(port, bond) || dormant || !named) continue;
      const { impact, words } = lossOf(bond);
      const name = profileName(port);
      yield {
        rule: "slave-device-missing",
        severity: "error",
        confidence: "high",
        impact,
        port: port.name,
        message: `${name[0]?.toUpperCase()}${name.slice(1)} makes ${port.name} a port of ${nameOf(bond)}, but the host has no interface of that name; ${words}.`,
        places: [(port.profiles[0].interface?.facts ?? [port.profiles[0].place])[0]],
        related: [],
      };
    }
  },
};

export const portUnavailable: Rule = {
  id: "port-unavailable",
  entry: "R104",
  title: "A port is unavailable to NetworkManager",
  why:
    "NetworkManager enslaves a port only when it has carrier at that moment. Without one, or when it was set down by hand before, it " +
    "stays `unavailable`, and `nmcli con up` of its profile fails.",
  guards: ["Silent for a port that is in the bond: there it keeps its state when the link goes."],
  remedy:
    "Give it a link (cable, optic, switch port; `ip link set PORT up` where it was set down): it joins by itself then, or with `nmcli con up PORT-PROFILE`.",
  references: [NMCLI],
  examples: {
    hit: { title: "eno2 unavailable", captures: [ALONE, ...PROFILES, NO_LINK] },
    clean: { title: "both connected", captures: [dump({ miimon: 100 }), ...PROFILES, BOTH_IN_USE] },
    absent: { title: "no state captured", captures: [ALONE, ...PROFILES] },
  },
  *check(bond) {
    for (const port of bond.managed.wanted) {
      const places = placesOf(port.device?.state);
      if (port.device?.state?.value !== "unavailable" || !places) continue;
      if (isEnslaved(port, bond) || !isMeant(port, bond)) continue;
      yield {
        rule: "port-unavailable",
        severity: "error",
        confidence: "high",
        impact: lossOf(bond).impact,
        port: port.name,
        message: `${port.name} is unavailable to NetworkManager${unavailability(port)}, so it cannot join ${nameOf(bond)}.`,
        places,
        related: port.interfaces.flatMap(({ flags: [flag] }) =>
          flag ? [{ message: `the flags of ${port.name}`, fact: flag }] : [],
        ),
      };
    }
  },
};

export const twoManagers: Rule = {
  id: "two-managers",
  entry: "R74",
  title: "Two managers, or two profiles, for one interface",
  why:
    "An interface has one profile in use at a time. Here it is another than the one that makes it a port, often a `Wired connection 1` that " +
    "was made by itself. Or two managers (NetworkManager, network-scripts, netplan, systemd-networkd, ifupdown) configure the bond, and the last one to start wins.",
  guards: [
    "Silent for profiles that make the interface a port of something else, and for a port's profile that was told not to start.",
    "Silent for what netplan generates, for an ifcfg file that NetworkManager may read, and for /etc/network/interfaces beside netplan.",
  ],
  remedy: "`nmcli con up PORT-PROFILE`, and delete the other profile or set `connection.autoconnect no` in it.",
  references: [NMCLI],
  examples: {
    hit: { title: "Wired connection 1 on eno2", captures: [ALONE, ...PROFILES, HELD] },
    clean: { title: "the port's own profile", captures: [dump({ miimon: 100 }), ...PROFILES, BOTH_IN_USE] },
    absent: {
      title: "nothing tells what is in use",
      captures: [ALONE, ...PROFILES, ipLink("eno2", "BROADCAST,MULTICAST,UP,LOWER_UP", "UP")],
    },
  },
  *check(bond) {
    yield* ownersInConflict(bond);
    for (const port of bond.managed.wanted) {
      const holder = holderOf(port, bond);
      const dormant = port.profiles.every(({ autoconnect }) => autoconnect?.value === false);
      if (holder === undefined || isEnslaved(port, bond) || dormant || port.elsewhere) continue;
      // Without the bond's ports the profile in use may be a port's too, which was not captured.
      if (!bond.portsListed && !isPlain(bond.managed.inUse.get(port.name))) continue;
      yield {
        rule: "two-managers",
        severity: "warning",
        confidence: "high",
        impact: lossOf(bond).impact,
        port: port.name,
        message: `${holder.name} is in use on ${port.name}, which ${profileName(port)} makes a port of ${nameOf(bond)}: the two exclude each other.`,
        places: [holder.fact],
        related: [{ message: `${profileName(port)} wants ${port.name}`, fact: port.profiles[0].place }],
      };
    }
  },
};

/** A profile that was captured and makes its interface no port of anything. */
function isPlain(one: Connection | undefined): boolean {
  return one?.whole === true && one.controller === undefined;
}
