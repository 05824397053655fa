import { type Line, partOfLine } from "../text/lines.ts";
import type { Fact, Section } from "../text/section.ts";
import { BRIEF_LINK, INTERFACE_HEADER, ONELINE_ADDRESS } from "./begin.ts";
import { columnsOf, factAt, kindOf, readAddress, readBriefAddresses, readCounters } from "./ipDetail.ts";
import { type Draft, type IpLinkList, newInterface } from "./ipInterface.ts";
import type { Part } from "./part.ts";

/** Pairs that a line left open: mail programs wrap the long lines of `ip -d`. */
interface OpenPairs {
  readonly pairs: Map<string, Fact<string>>;
  readonly of: "header" | "link" | "bond" | "port";
  /** A key whose value stands on the next line. */
  dangling: string | undefined;
}

/**
 * Reads the output of `ip link` or `ip addr`, with `-d`, `-s`, `-o` or `-br` (iproute2: ip/ipaddress.c,
 * ip/iplink_bond.c). Never throws.
 */
export function readIpLink({ section, lines }: Part): IpLinkList | undefined {
  const interfaces: Draft[] = [];
  let current: Draft | undefined;
  let open: OpenPairs | undefined;
  let columns: readonly string[] | undefined;
  for (const whole of lines) {
    for (const line of unfolded(whole)) {
      const header = readHeader(line, section, current) ?? readBrief(line, section) ?? readBare(line, section);
      if (header) {
        if (header.draft !== current) interfaces.push(header.draft);
        current = header.draft;
        open = header.open;
      } else if (current && !(columns && readCounters(current, columns, line, section))) {
        columns = columnsOf(line.text);
        open = columns ? undefined : readDetail(current, line, section, open);
        continue;
      }
      columns = undefined;
    }
  }
  return interfaces.length === 0 ? undefined : { kind: "ip-link", section, interfaces };
}

/** The lines that `-o` prints as one, with `\\` and blanks between them. */
function unfolded(line: Line): readonly Line[] {
  if (!line.text.includes("\\")) return [line];
  const parts: Line[] = [];
  let from = 0;
  for (let at = line.text.indexOf("\\"); at !== -1; at = line.text.indexOf("\\", from)) {
    if (at > from) parts.push(trimmed(line, from, at));
    from = at + 1;
  }
  parts.push(trimmed(line, from, line.text.length));
  return parts;
}

function trimmed(line: Line, from: number, to: number): Line {
  const part = line.text.slice(from, to);
  const before = part.length - part.trimStart().length;
  return partOfLine(line, from + before, from + part.trimEnd().length);
}

interface Header {
  readonly draft: Draft;
  readonly open?: OpenPairs;
}

function readHeader(line: Line, section: Section, before: Draft | undefined): Header | undefined {
  const code = line.text.charCodeAt(0);
  if (!(code >= 0x30 && code <= 0x39)) return undefined;
  const [, index, name, parent, flags] = INTERFACE_HEADER.exec(line.text) ?? [];
  if (index === undefined || name === undefined || flags === undefined) return readOneline(line, section, before);
  const nameAt = line.text.indexOf(name, index.length + 1);
  const flagsAt = line.text.indexOf("<", nameAt) + 1;
  const draft = newInterface(factAt(line, section, name, nameAt, nameAt + name.length));
  draft.flags = readFlags(line, section, flags, flagsAt);
  putParent(draft, line, section, parent, nameAt + name.length + 1);
  const open: OpenPairs = { pairs: new Map(), of: "header", dangling: undefined };
  readPairs(open, line, section, flagsAt + flags.length + 1);
  takeHeaderPairs(draft, open.pairs);
  return { draft, open };
}

/** `14: bond0    inet 10.20.0.10/24 brd …` of `ip -o addr`: one line for each address. */
function readOneline(line: Line, section: Section, before: Draft | undefined): Header | undefined {
  const [whole, index, name] = ONELINE_ADDRESS.exec(line.text) ?? [];
  if (whole === undefined || index === undefined || name === undefined) return undefined;
  const nameAt = line.text.indexOf(name, index.length + 1);
  const fact = factAt(line, section, name, nameAt, nameAt + name.length);
  const draft = before?.name.value === name ? before : newInterface(fact);
  readAddress(draft, partOfLine(line, whole.length), section);
  return { draft };
}

/** `2: ens192:`, where somebody left out what stands behind the name, so that no flag is known to be absent. */
function readBare(line: Line, section: Section): Header | undefined {
  const [, index, name, parent] = /^(\d{1,9}): ([^\s:@]+)(?:@([^\s:]+))?(?::| <[A-Z\d_,-]+>)$/.exec(line.text) ?? [];
  if (section.command === undefined || index === undefined || name === undefined) return undefined;
  const nameAt = index.length + 2;
  const draft = newInterface(factAt(line, section, name, nameAt, nameAt + name.length));
  putParent(draft, line, section, parent, nameAt + name.length + 1);
  return { draft };
}

function putParent(draft: Draft, line: Line, section: Section, parent: string | undefined, at: number): void {
  if (parent !== undefined) draft.parent = factAt(line, section, parent, at, at + parent.length);
}

function takeHeaderPairs(draft: Draft, pairs: ReadonlyMap<string, Fact<string>>): void {
  const mtu = pairs.get("mtu");
  if (mtu && /^\d{1,9}$/.test(mtu.value)) draft.mtu = { ...mtu, value: Number(mtu.value) };
  const master = pairs.get("master");
  if (master) draft.master = master;
  const state = pairs.get("state");
  if (state) draft.state = state;
}

const BRIEF_ADDRESSES =
  /^([^\s@:]+)(?:@(\S+))? +(UP|DOWN|UNKNOWN|LOWERLAYERDOWN|DORMANT|NOTPRESENT|TESTING)(?: +[\da-fA-F.:]+\/\d+.*)?$/;

/** `eno1  DOWN  3c:fd:fe:9e:10:01 <NO-CARRIER,…>` of `ip -br link`, or with addresses instead of `ip -br addr`. */
function readBrief(line: Line, section: Section): Header | undefined {
  const { text } = line;
  const brief = BRIEF_LINK.exec(text) ?? BRIEF_ADDRESSES.exec(text.slice(0, 1000));
  const [, name, parent, state, mac, flags] = brief ?? [];
  if (name === undefined || state === undefined) return undefined;
  const stateAt = text.indexOf(` ${state}`, name.length) + 1;
  const draft = newInterface(factAt(line, section, name, 0, name.length));
  draft.state = factAt(line, section, state, stateAt, stateAt + state.length);
  if (flags === undefined) readBriefAddresses(draft, line, section, stateAt + state.length);
  else draft.flags = readFlags(line, section, flags, text.length - 1 - flags.length);
  putParent(draft, line, section, parent, name.length + 1);
  if (mac !== undefined) {
    const macAt = text.indexOf(mac, stateAt + state.length);
    draft.mac = factAt(line, section, mac, macAt, macAt + mac.length);
  }
  return { draft };
}

function readFlags(line: Line, section: Section, flags: string, from: number): Fact<string>[] {
  const facts: Fact<string>[] = [];
  let at = from;
  for (const flag of flags.split(",")) {
    if (flag !== "") facts.push(factAt(line, section, flag, at, at + flag.length));
    at += flag.length + 1;
  }
  return facts;
}

/** Reads a line below the header; gives what a wrapped line may go on with. */
function readDetail(target: Draft, line: Line, section: Section, open: OpenPairs | undefined): OpenPairs | undefined {
  const { text } = line;
  if (text.startsWith("bond mode ")) return readKind(target, line, section, "bond", "bond ".length);
  if (text.startsWith("bond_slave ")) return readKind(target, line, section, "port", "bond_slave ".length);
  if (text.startsWith("link/")) {
    const link: OpenPairs = { pairs: new Map(), of: "link", dangling: undefined };
    const mac = /^link\/\S+ +(\S+)/.exec(text);
    if (mac?.[1]) target.mac = factAt(line, section, mac[1], mac[0].length - mac[1].length, mac[0].length);
    readPairs(link, line, section, mac?.[0].length ?? text.length);
    takeLinkPairs(target, link.pairs);
    return link;
  }
  if (text.startsWith("altname ")) {
    const name = text.slice("altname ".length);
    target.altnames.push(factAt(line, section, name, "altname ".length, text.length));
    return undefined;
  }
  if (readAddress(target, line, section)) return undefined;
  const kind = kindOf(text);
  if (kind !== undefined) target.kind = factAt(line, section, kind, 0, kind.length);
  if (open === undefined || (open.dangling === undefined && !CONTINUES.test(text))) return undefined;
  readPairs(open, line, section, 0);
  if (open.of === "header") takeHeaderPairs(target, open.pairs);
  else takeLinkPairs(target, open.pairs);
  return open;
}

/** A key with which a wrapped line goes on. */
const CONTINUES =
  /^(?:mtu|qdisc|master|state|mode|group|qlen|brd|permaddr|link-netns|link-netnsid|promiscuity|allmulti|minmtu|maxmtu|addrgenmode|num[tr]xqueues|g[sr]o_\w+|tso_\w+|parentbus|parentdev|active_slave|miimon|updelay|downdelay|peer_notify_delay|use_carrier|arp_\w+|ns_ip6_target|primary|primary_reselect|fail_over_mac|xmit_hash_policy|resend_igmp|num_grat_arp|all_slaves_active|min_links|lp_interval|packets_per_slave|lacp_\w+|coupled_control|broadcast_neighbor|ad_\w+|tlb_dynamic_lb|mii_status|link_failure_count|perm_hwaddr|queue_id|prio) /;

function readKind(target: Draft, line: Line, section: Section, of: "bond" | "port", from: number): OpenPairs {
  const pairs = new Map<string, Fact<string>>();
  const open: OpenPairs = { pairs, of, dangling: undefined };
  readPairs(open, line, section, from);
  target[of] = pairs;
  if (of === "bond") target.kind = factAt(line, section, of, 0, of.length);
  takeLinkPairs(target, pairs);
  return open;
}

function takeLinkPairs(target: Draft, pairs: ReadonlyMap<string, Fact<string>>): void {
  const permanent = pairs.get("permaddr");
  if (permanent) target.permanentMac = permanent;
  const device = pairs.get("parentdev");
  if (device) target.parentDevice = device;
}

/** What somebody writes where words were left out: what stood before it is no key of what stands behind it. */
const ELISION = /^(?:\.{2,}|…|\[(?:\.{2,}|…)\])$/;

/**
 * Reads `key value key value …`; each fact spans its key and its value, or the value alone where the key stands on the
 * line before. A key's first mention counts. A last pair that the end of the text may have cut is left out.
 */
function readPairs(open: OpenPairs, line: Line, section: Section, from: number): void {
  const { text } = line;
  const { pairs } = open;
  const pattern = /\S+/g;
  pattern.lastIndex = from;
  let key = open.dangling;
  let keyAt: number | undefined;
  open.dangling = undefined;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const [word] = match;
    if (ELISION.test(word)) {
      key = undefined;
      continue;
    }
    if (key === undefined) {
      key = word;
      keyAt = match.index;
      continue;
    }
    const to = match.index + word.length;
    const cut =
      to === text.length && line.end === line.next && line.at + text.length === line.end && open.of !== "header";
    if (!pairs.has(key) && !cut) pairs.set(key, factAt(line, section, word, keyAt ?? match.index, to));
    key = undefined;
    keyAt = undefined;
  }
  open.dangling = key;
}
