import { asPort } from "../hosts/link.ts";
import type { Bond, IpAddress, IpInterface, Route } from "../hosts/model.ts";
import { inSubnet } from "../hosts/subnet.ts";
import { addressesOf } from "./held.ts";
import type { Rule } from "./rule.ts";
import { dump, ipAddr, KERNEL_DOC } from "./samples.ts";
import { evidenceOf, nameOf, namesOf, placesOf } from "./words.ts";

export const slaveHasIp: Rule = {
  id: "slave-has-ip",
  entry: "R88",
  title: "A port has an IP address of its own",
  why:
    "What is sent by the port's route leaves through that one port, past the bond. What comes in on a port is handed to the bond, " +
    "so that ARP answers do not reach the port's address: connections by it fail, and in the bond's own subnet everything may.",
  guards: ["Link-local addresses, and addresses without a network beside them, are passed over."],
  remedy:
    "`nmcli con modify PORT-PROFILE ipv4.method disabled`, and `ip addr flush dev PORT` for now; the address belongs on the bond.",
  references: [KERNEL_DOC],
  examples: {
    hit: { title: "an address on eno2", captures: [ipAddr({ eno2: { inet: "10.20.0.12/24" } })] },
    clean: { title: "link-local", captures: [ipAddr({ eno2: { inet: "169.254.3.4/16" } })] },
    absent: { title: "no address was captured", captures: [dump({ miimon: 100 })] },
  },
  *check(bond) {
    const own = addressesOf([...bond.own, ...bond.stacked], bond);
    for (const port of bond.ports) {
      const held = addressesOf(asPort(port, bond), bond);
      const places = placesOf(...held.map(({ address }) => address));
      if (!places) continue;
      const shared = held.filter((one) => own.some(({ network }) => isSameNetwork(network, one.network)));
      const first = shared
        .map(({ network }) => firstRoute(bond, network))
        .find((route) => route?.device.value === port.name);
      yield {
        rule: "slave-has-ip",
        severity: "error",
        confidence: "high",
        impact: first ? "broken" : shared.length > 0 ? "at-risk" : "none",
        port: port.name,
        message: `${port.name}, a port of ${nameOf(bond)}, has an address of its own (${held.map(({ address }) => address.value).join(", ")}): ${first ? `the route of ${nameOf(bond)}'s own subnet goes by it, past the bond, and the answers arrive at the bond` : "what goes by it leaves past the bond, and the answers arrive at the bond"}.`,
        places,
        related: first
          ? [{ message: `the first route to ${first.destination} goes by ${port.name}`, fact: first.device }]
          : [],
      };
    }
  },
};

export const sameSubnet: Rule = {
  id: "same-subnet-two-interfaces",
  entry: "R89",
  title: "The bond and another interface are in one subnet",
  why:
    "Linux then has two routes to one network and answers ARP for either address on both interfaces: traffic that is meant for " +
    "the bond may leave and arrive through the other interface, which has no second link.",
  guards: [
    "Ports, and what lies on top of the bond, do not count; nor do interfaces that are set down, of containers, or part of something else.",
    "Both prefixes have to be equally long: a smaller network inside a larger one is a design.",
  ],
  remedy: "Take the address off the other interface, or give it a network of its own.",
  references: ["https://docs.kernel.org/networking/ip-sysctl.html"],
  examples: {
    hit: { title: "eno3 beside bond0", captures: [ipAddr({ eno3: { inet: "10.20.0.12/24" } })] },
    clean: { title: "another subnet", captures: [ipAddr({ eno3: { inet: "10.21.0.12/24" } })] },
    absent: { title: "no other address", captures: [ipAddr({})] },
  },
  *check(bond) {
    const own = addressesOf([...bond.own, ...bond.stacked], bond);
    for (const other of addressesOf(apartFrom(bond), bond)) {
      const one = own.find(({ network }) => isSameNetwork(network, other.network));
      if (one === undefined) continue;
      yield {
        rule: "same-subnet-two-interfaces",
        severity: "warning",
        confidence: "high",
        impact: "at-risk",
        message: `${other.on} (${other.address.value}) is in the same subnet as ${one.on} (${one.address.value}) and no part of ${nameOf(bond)}: traffic may pass through it and lose the redundancy of the bond.`,
        places: other.address.facts,
        related: evidenceOf(`${one.on} has ${one.address.value}`, one.address),
      };
    }
  },
};

function isSameNetwork(one: IpAddress, other: IpAddress): boolean {
  return one.prefix === other.prefix && inSubnet(other.ip, one);
}

/** The route to a network that the kernel takes: of the lowest metric, and of those the one that is printed first. */
function firstRoute({ routes }: Bond, { ip, prefix }: IpAddress): Route | undefined {
  const there = routes.filter(({ destination, table }) => {
    const [network = "", length] = destination.split("/");
    return table === undefined && Number(length) === prefix && inSubnet(network, { ip, prefix });
  });
  const lowest = Math.min(...there.map(({ metric }) => metric));
  return there.find(({ metric }) => metric === lowest);
}

/** Kinds and names of interfaces of containers, machines and tunnels: a subnet that they share is their own affair. */
const INNER = /^(?:veth|tun|tap|dummy|macvlan|macvtap|ipvl|vxlan|cali|lxc|vnet|lo$)/;

/** Interfaces that have nothing to do with the bond and are in use. */
function apartFrom(bond: Bond): IpInterface[] {
  const parts = new Set([...bond.own, ...bond.stacked].map((link) => link.name.value).concat(namesOf(bond.ports)));
  return bond.interfaces.filter(({ name, kind, master, parent, flags }) => {
    const has = (flag: string) => flags.some(({ value }) => value === flag);
    if (master || has("SLAVE") || (flags.length > 0 && !has("UP"))) return false;
    if (INNER.test(kind?.value ?? name.value) || /^if\d/.test(parent?.value ?? "")) return false;
    return !parts.has(name.value);
  });
}
