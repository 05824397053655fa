import { setOption } from "../bonding/change.ts";
import { isUsable, modeOf } from "../hosts/link.ts";
import type { Bond } from "../hosts/model.ts";
import type { Fact } from "../text/section.ts";
import type { Evidence, Rule } from "./rule.ts";
import { dump, KERNEL_DOC, lacpDump } from "./samples.ts";
import { subjectOf } from "./words.ts";

export const hashSingleLink: Rule = {
  id: "hash-single-link",
  entry: "R58",
  title: "Traffic for one gateway uses one port",
  why:
    "The policy layer2 chooses the port by MAC addresses alone. What goes to other networks goes to one address, the gateway's, and " +
    "so through one port, however many there are. A single connection never uses more than one port, whatever the policy.",
  guards: [
    "A hint, unless the counters of `ip -s link` show it: at least 95 % of what was sent, and that at least 1 GB.",
  ],
  remedy: "xmit_hash_policy=layer3+4, or layer2+3; for what comes back, the switch has a policy of its own.",
  references: [KERNEL_DOC],
  examples: {
    hit: { title: "layer2", captures: [lacpDump({ hash: "layer2 (0)" })] },
    clean: { title: "layer3+4", captures: [lacpDump({})] },
    absent: { title: "a mode without a policy", captures: [dump({ miimon: 100 })] },
  },
  *check(bond) {
    const mode = modeOf(bond);
    const policy = bond.kernel.options.get("xmit_hash_policy");
    if (policy?.value !== "layer2" || (mode !== "802.3ad" && mode !== "balance-xor") || bond.ports.length < 2) return;
    const shown = onOnePort(bond);
    yield {
      rule: "hash-single-link",
      severity: shown ? "warning" : "hint",
      confidence: "medium",
      impact: "none",
      option: "xmit_hash_policy",
      ...(shown && { port: shown.port }),
      message: shown
        ? `${subjectOf(bond)} sends nearly everything through ${shown.port}: its policy layer2 gives all that goes to one gateway to one port.`
        : `${subjectOf(bond)} chooses ports by MAC addresses (xmit_hash_policy=layer2): all that goes to one gateway uses one port.`,
      places: policy.facts,
      related: shown?.related ?? [],
      ...(shown && { change: setOption("xmit_hash_policy", "layer3+4") }),
    };
  },
};

/** Less is one download: what a host sends within days is more. */
const ENOUGH_BYTES = 1e9;

/** The port that nearly everything was sent through, where all of them could have been used all the time. */
function onOnePort(bond: Bond): { port: string; related: Evidence[] } | undefined {
  const sent = bond.ports.flatMap((port) => {
    const known = port.link.interfaces.flatMap(({ counters }) => counters?.get("tx bytes") ?? []).at(-1);
    return known && isUsable(port, bond) && port.bonding.failures?.value === 0
      ? [{ port: port.name, bytes: known }]
      : [];
  });
  const total = sent.reduce((sum, { bytes }) => sum + bytes.value, 0);
  const most = sent.find(({ bytes }) => bytes.value >= 0.95 * total);
  if (sent.length < bond.ports.length || most === undefined || total < ENOUGH_BYTES) return undefined;
  const evidence = (port: string, fact: Fact<number>) => ({ message: `${port} has sent ${fact.value} bytes`, fact });
  return { port: most.port, related: sent.map(({ port, bytes }) => evidence(port, bytes)) };
}
