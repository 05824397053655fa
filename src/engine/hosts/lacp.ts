import { isZeroMac } from "../bonding/lacp.ts";
import type { IpInterface } from "../captures/ipInterface.ts";
import type { BondDump, DumpedPort } from "../captures/procBonding.ts";
import { type Fact, type Stated, stated } from "../text/section.ts";
import { asMac } from "./address.ts";
import type { BondLacp, PortLacp } from "./model.ts";

type Pairs = ReadonlyMap<string, Fact<string>>;

/** What dumps and `ip -d link` say of a bond's LACP. A plain user's dump says nothing of it, a plain user's `ip -d` does. */
export function bondLacpOf(dumps: readonly BondDump[], interfaces: readonly IpInterface[]): BondLacp {
  const blocks = interfaces.map((link) => link.bond).filter((block) => block !== undefined);
  const open = dumps.filter((dump) => !dump.ports.some(isMasked));
  const said = <T>(inDump: (dump: BondDump) => Fact<T> | undefined, inIp: (block: Pairs) => Fact<T> | undefined) =>
    stated([...dumps.map(inDump), ...blocks.map(inIp)]);
  const aggregator = said(
    (dump) => dump.aggregator?.id,
    (block) => asNumber(block.get("ad_aggregator")),
  );
  const ports = said(
    (dump) => dump.aggregator?.ports,
    (block) => asNumber(block.get("ad_num_ports")),
  );
  const partnerMac = stated([
    ...open.map((dump) => asMac(dump.aggregator?.partnerMac)),
    ...blocks.map((block) => asMac(block.get("ad_partner_mac"))),
  ]);
  const systemMac = stated(open.map((dump) => asMac(dump.systemMac)));
  const noAggregator = stated(dumps.map((dump) => dump.noActiveAggregator));
  return {
    aggregator,
    ports,
    partnerMac,
    systemMac,
    noAggregator,
  };
}

/** What dumps and `ip -d link` say of a port's LACP. */
export function portLacpOf(dumped: readonly DumpedPort[], blocks: readonly Pairs[]): PortLacp {
  const open = dumped.filter((port) => !isMasked(port));
  const numbers = (inDump: (port: DumpedPort) => Fact<number> | undefined, key: string) =>
    stated([...dumped.map(inDump), ...blocks.map((block) => asNumber(block.get(key)))]);
  const churns = (inDump: (port: DumpedPort) => Fact<string> | undefined, key: string) =>
    stated([...dumped.map((port) => asChurn(inDump(port))), ...blocks.map((block) => asChurn(block.get(key)))]);
  const aggregator = stated<number | null>([
    ...dumped.map((port) => port.aggregatorId),
    ...blocks.map((block) => asNumber(block.get("ad_aggregator_id"))),
  ]);
  const actorState = numbers((port) => port.actor?.state, "ad_actor_oper_port_state");
  const partnerState = numbers((port) => port.partner?.state, "ad_partner_oper_port_state");
  const actorKey = stated(dumped.map((port) => port.actor?.key));
  const partnerKey = stated(dumped.map((port) => port.partner?.key));
  const partnerPort = stated(dumped.map((port) => port.partner?.portNumber));
  const partnerMac = stated(open.map((port) => asMac(port.partner?.systemMac)));
  const actorChurn = churns((port) => port.actorChurn, "churn_actor_state");
  const partnerChurn = churns((port) => port.partnerChurn, "churn_partner_state");
  return {
    aggregator,
    actorState,
    partnerState,
    actorKey,
    partnerKey,
    partnerPort,
    partnerMac,
    actorChurn,
    partnerChurn,
  };
}

/** Every fact of LACP that was captured of a port or of its bond. */
export function lacpFactsOf(lacp: PortLacp | BondLacp): Stated<unknown>[] {
  return Object.values<Stated<unknown> | undefined>({ ...lacp }).filter((fact) => fact !== undefined);
}

/** True where the port's own addresses are zeros too: somebody blanked them, and a partner of zeros says nothing. */
function isMasked({ permanentMac, actor }: DumpedPort): boolean {
  return [permanentMac, actor?.systemMac].some((mac) => mac !== undefined && isZeroMac(mac.value));
}

function asNumber(fact: Fact<string> | undefined): Fact<number> | undefined {
  return fact && /^\d{1,9}$/.test(fact.value) ? { ...fact, value: Number(fact.value) } : undefined;
}

/** `ip` prints CHURN, NO_CHURN and MONITOR for what the dump calls churned, none and monitoring. */
const CHURN: ReadonlyMap<string, Churn> = new Map([
  ["churned", "churned"],
  ["none", "none"],
  ["monitoring", "monitoring"],
  ["CHURN", "churned"],
  ["NO_CHURN", "none"],
  ["MONITOR", "monitoring"],
]);

type Churn = "churned" | "none" | "monitoring";

function asChurn(fact: Fact<string> | undefined): Fact<Churn> | undefined {
  const churn = fact && CHURN.get(fact.value);
  return fact && churn && { ...fact, value: churn };
}
