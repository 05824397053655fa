import type { Capture, Fact, Section } from "../text/section.ts";
import { type EthtoolReport, readEthtool } from "./ethtool.ts";
import { type IpLinkList, readIpLink } from "./ipLink.ts";
import { type NmcliConnection, readNmcliConnection } from "./nmcliConnection.ts";
import { type BondDump, readProcBonding } from "./procBonding.ts";
import { type Part, splitCapture } from "./split.ts";

/** What one section says. */
export type Report = BondDump | IpLinkList | NmcliConnection | EthtoolReport;

/** A capture read whole: its sections in order, what each of them says, and the lines that Bondlint inserted. */
export interface ReadCapture {
  readonly capture: Capture;
  readonly sections: readonly Section[];
  readonly reports: readonly Report[];
  readonly proposals: readonly Fact<string>[];
}

/** Reads a capture. Pure, linear in the text, never throws. */
export function readCapture(capture: Capture): ReadCapture {
  const { parts, proposals } = splitCapture(capture);
  const reports = parts.map(readPart).filter((report) => report !== undefined);
  return { capture, sections: parts.map((part) => part.section), reports, proposals };
}

/** Code units at the beginning of a text in which the signature of a capture is looked for. */
const HEAD = 256 * 1024;

/** True where the first 256 KiB of a text hold something that is unmistakably a bonding capture. */
export function isCapture(text: string): boolean {
  const { sections } = readCapture({ path: "", text: text.slice(0, HEAD) });
  return sections.some((section) => section.kind !== "other");
}

function readPart(part: Part): Report | undefined {
  switch (part.section.kind) {
    case "proc-bonding":
      return readProcBonding(part);
    case "ip-link":
      return readIpLink(part);
    case "nmcli-connection":
      return readNmcliConnection(part);
    case "ethtool":
      return readEthtool(part);
    case "other":
      return undefined;
  }
}
