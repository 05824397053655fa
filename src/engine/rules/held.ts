import { latestOf } from "../hosts/link.ts";
import type { Bond, IpAddress, IpInterface } from "../hosts/model.ts";
import { hasNetwork } from "../hosts/subnet.ts";
import { type Stated, stated } from "../text/section.ts";

/** One address of an interface, in every capture that shows it. */
export interface Held {
  readonly on: string;
  readonly address: Stated<string>;
  readonly network: IpAddress;
}

/** The addresses with a network beside them, each once; of a text that prints addresses several times, the last. */
export function addressesOf(links: readonly IpInterface[], { interfaces }: Bond): Held[] {
  const held = new Map<string, Held>();
  const printing = new Set(interfaces.filter((link) => link.addresses.length > 0).map((link) => link.name.section));
  for (const { name, addresses } of latestOf(links.filter((link) => printing.has(link.name.section)))) {
    for (const fact of addresses.filter(({ value }) => hasNetwork(value))) {
      const { ip, prefix } = fact.value;
      const key = `${name.value} ${ip}/${prefix}`;
      const address = stated([...(held.get(key)?.address.facts ?? []), { ...fact, value: `${ip}/${prefix}` }]);
      if (address) held.set(key, { on: name.value, address, network: { ip, prefix } });
    }
  }
  return [...held.values()];
}
