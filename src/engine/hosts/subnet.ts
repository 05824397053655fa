import { ipv6Parts, isIpv4 } from "../bonding/values.ts";
import type { IpAddress } from "../captures/ipInterface.ts";

/** True where an address lies in the network of another one. */
export function inSubnet(ip: string, { ip: own, prefix }: IpAddress): boolean {
  const network = bitsOf(own)?.slice(0, prefix);
  return (
    network !== undefined && bitsOf(own)?.length === bitsOf(ip)?.length && bitsOf(ip)?.startsWith(network) === true
  );
}

/**
 * True for an address that traffic of a network goes to and comes from: neither of this link or this host alone, nor
 * one without a network beside it (/32, /128: a tunnel's end, a floating address).
 */
export function hasNetwork({ ip, prefix, scope }: IpAddress): boolean {
  const alone = prefix >= (bitsOf(ip)?.length ?? 0) || prefix === 0;
  return !alone && scope !== "link" && scope !== "host" && !/^(?:127\.|169\.254\.|::1$|fe[89ab][\da-f]:)/i.test(ip);
}

/** The bits of an IPv4 or IPv6 address; `undefined` for what is none. */
function bitsOf(ip: string): string | undefined {
  const four = isIpv4(ip);
  const parts = four ? ip.split(".").map(Number) : ipv6Parts(ip);
  return parts?.map((part) => part.toString(2).padStart(four ? 8 : 16, "0")).join("");
}
