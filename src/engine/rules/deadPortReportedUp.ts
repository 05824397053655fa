import { linkOf } from "../hosts/link.ts";
import type { Rule } from "./rule.ts";
import { dump } from "./samples.ts";
import { evidenceOf, nameOf } from "./words.ts";

export const deadPortReportedUp: Rule = {
  id: "dead-port-reported-up",
  entry: "R101",
  title: "The dump alone shows a dead port that is reported up",
  why:
    "Without a monitor the driver never changes the status of a port, but it does refresh its speed. An up port of unknown " +
    "speed and duplex, beside a port that has a speed, has lost its link.",
  guards: [
    "Silent where a monitor runs.",
    "Silent where no port has a speed: virtio, veth and Wi-Fi report none while they work.",
    "Does not see a port that was set down: that keeps its speed.",
  ],
  remedy: "Restore link monitoring, then look at the link of the port with `ethtool`.",
  references: ["https://docs.kernel.org/networking/bonding.html"],
  examples: {
    hit: { title: "up, of unknown speed", captures: [dump({ miimon: 0, eno1: { speed: "Unknown" } })] },
    clean: { title: "both have a speed", captures: [dump({ miimon: 0 })] },
    absent: {
      title: "no port has a speed",
      captures: [dump({ miimon: 0, eno1: { speed: "Unknown" }, eno2: { speed: "Unknown" } })],
    },
  },
  *check(bond) {
    for (const port of bond.ports) {
      const { speed, mii } = port.bonding;
      if (speed === undefined || !linkOf(port, bond).dead.some(({ sign }) => sign === "dump")) continue;
      yield {
        rule: "dead-port-reported-up",
        severity: "error",
        confidence: "high",
        impact: "degraded",
        port: port.name,
        message: `${port.name} has neither speed nor duplex, so its link is gone, but ${nameOf(bond)} counts it as ${mii?.value}.`,
        places: speed.facts,
        related: evidenceOf(`${nameOf(bond)} counts ${port.name} as ${mii?.value}`, mii),
      };
    }
  },
};
