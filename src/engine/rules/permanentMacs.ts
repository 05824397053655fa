import { isZeroMac } from "../bonding/lacp.ts";
import type { Mode } from "../bonding/modes.ts";
import { groupBy } from "../hosts/group.ts";
import { modeOf } from "../hosts/link.ts";
import type { Bond, LogEvent, Port } from "../hosts/model.ts";
import type { Rule } from "./rule.ts";
import { dump, ipAddr, KERNEL_DOC, kernelLog } from "./samples.ts";
import { listOf, nameOf, namesOf, placesOf, subjectOf } from "./words.ts";

const ALB = "adaptive load balancing";

const IN_USE = kernelLog([
  [
    90,
    "bond0: (slave eno1): the permanent HWaddr of slave - 3c:fd:fe:9e:10:01 - is still in use by bond - set the HWaddr of slave to a different address to avoid conflicts",
  ],
]);

export const duplicatePermanentMac: Rule = {
  id: "duplicate-permanent-mac",
  entry: "R81",
  title: "Two ports have the same permanent address",
  why:
    "balance-tlb and balance-alb give every port an address of its own, so a card whose address another port already has is not taken. In the " +
    "other modes all ports use the bond's address, and a duplicate shows only when a port leaves the bond.",
  guards: [
    "An error only where the log shows that the driver refused the card and it is still missing; a hint in modes where all ports share one address.",
    "Silent for blanked addresses, and for VLANs, macvlans and veth.",
  ],
  remedy:
    "Give one of the cards another address (`802-3-ethernet.cloned-mac-address` in its port profile, or its firmware's tool).",
  references: [KERNEL_DOC],
  examples: {
    hit: {
      title: "refused in balance-alb",
      captures: [
        dump({ miimon: 100, mode: ALB, ports: "eno1" }),
        kernelLog([
          [
            65,
            "bond0: (slave eno2): the slave hw address is in use by the bond; couldn't find a slave with a free hw address to give it (this should not have happened)",
          ],
        ]),
      ],
    },
    clean: { title: "two addresses", captures: [dump({ miimon: 100, mode: ALB })] },
    absent: {
      title: "blanked addresses",
      captures: [dump({ miimon: 100, eno1: { mac: "xx:xx" }, eno2: { mac: "xx:xx" } })],
    },
  },
  *check(bond) {
    yield* refused(bond);
    for (const [mac, ports] of groupBy(bond.ports, ({ link }) => link.permanentMac?.value)) {
      if (mac === undefined || isZeroMac(mac)) continue;
      const alike = ports.filter((port) => !isVirtual(port));
      const places = placesOf(...alike.map((port) => port.link.permanentMac));
      if (alike.length < 2 || !places) continue;
      const own = needsOwn(modeOf(bond));
      yield {
        rule: "duplicate-permanent-mac",
        severity: own ? "warning" : "hint",
        confidence: "medium",
        impact: "none",
        message: `${listOf(namesOf(alike))} of ${nameOf(bond)} have the same permanent address ${mac}${own ? `, and ${modeOf(bond)} needs one of its own for each` : ": a duplicate in the network as soon as one of them leaves the bond"}.`,
        places,
        related: [],
      };
    }
  },
};

function needsOwn(mode: Mode | undefined): boolean {
  return mode === "balance-tlb" || mode === "balance-alb";
}

/** Virtual ports of one card share its address on purpose. */
function isVirtual({ name, link }: Port): boolean {
  return /[.@:]/.test(name) || link.interfaces.some(({ parent }) => parent !== undefined);
}

/** Cards that the driver did not take for their address, and that are still missing. */
function* refused(bond: Bond): ReturnType<Rule["check"]> {
  const ports = new Set(bond.events.flatMap(({ what, port }) => (what === "address-twice" && port ? [port] : [])));
  for (const port of ports) {
    const last = lastOf(bond, port, ["address-twice", "enslaved"]);
    if (last?.what !== "address-twice" || !isMissing(bond, port)) continue;
    yield {
      rule: "duplicate-permanent-mac",
      severity: "error",
      confidence: "high",
      impact: "degraded",
      port,
      message: `${port} has the same permanent address as a port of ${nameOf(bond)}, so the driver does not take it: ${nameOf(bond)} runs without it.`,
      places: [last.fact],
      related: [],
    };
  }
}

function lastOf(bond: Bond, port: string, kinds: readonly LogEvent["what"][]): LogEvent | undefined {
  return bond.events.findLast((event) => event.port === port && kinds.includes(event.what));
}

/** True where the captures list the ports of the bond, and this is none of them. */
function isMissing(bond: Bond, port: string): boolean {
  return bond.portsListed && bond.ports.length > 0 && !bond.ports.some(({ name }) => name === port);
}

export const permanentHwaddrInUse: Rule = {
  id: "permanent-hwaddr-in-use",
  entry: "R82",
  title: "The bond keeps the address of a port that left it",
  why:
    "A bond takes the address of its first port and keeps it when that port leaves. Used by itself, that card then has an address that the bond " +
    "still sends from, and the switch finds it in two places.",
  guards: [
    "A hint: the driver logs the line whenever a bond is taken down.",
    "Speaks only where the port is out of the bond now and the bond is shown with that address.",
  ],
  remedy: "Leave the card unused, give it another address, or set the bond's (`802-3-ethernet.cloned-mac-address`).",
  references: [KERNEL_DOC],
  examples: {
    hit: {
      title: "eno1 left, bond0 keeps its address",
      captures: [
        dump({ miimon: 100, active: "eno2", primary: "None", ports: "eno2" }),
        ipAddr({ eno1: { master: "" } }),
        IN_USE,
      ],
    },
    clean: { title: "eno1 is a port again", captures: [dump({ miimon: 100 }), ipAddr({}), IN_USE] },
    absent: { title: "no address captured", captures: [dump({ miimon: 100, ports: "eno2", active: "eno2" }), IN_USE] },
  },
  *check(bond) {
    const lines = new Map(
      bond.events.flatMap((one) => (one.what === "address-in-use" ? [[one.port, one] as const] : [])),
    );
    for (const [port, { fact }] of lines) {
      const mac = / - ([\da-f]{2}(?::[\da-f]{2}){5}) - /i.exec(fact.value)?.[1]?.toLowerCase();
      const kept = bond.own.find((link) => link.mac?.value.toLowerCase() === mac)?.mac;
      if (port === undefined || kept === undefined || !isMissing(bond, port)) continue;
      yield {
        rule: "permanent-hwaddr-in-use",
        severity: "hint",
        confidence: "high",
        impact: "none",
        port,
        message: `${subjectOf(bond)} still has the address ${mac} of ${port}, which has left it: used by itself, ${port} would have the bond's address.`,
        places: [fact],
        related: [{ message: `the address of ${nameOf(bond)}`, fact: kept }],
      };
    }
  },
};
