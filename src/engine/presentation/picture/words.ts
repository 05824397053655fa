import { plain } from "../escape.ts";
import type { BondSummary } from "../finding.ts";
import type { Moment, PicturePort } from "./facts.ts";

/** "1 Gbit/s". */
export function speedOf(mbits: number): string {
  return mbits >= 1000 ? `${mbits / 1000} Gbit/s` : `${mbits} Mbit/s`;
}

/** What a port's cable shows: "link", "no link", "link not known". */
export function linkWord({ link }: PicturePort): string {
  return link === undefined ? "link not known" : link ? "link" : "no link";
}

/** What stands below a port's name: "active, 1 Gbit/s". */
export function portWords({ active, role, speed }: PicturePort): string {
  const part = active ? "active" : role;
  return [part, speed === undefined ? undefined : speedOf(speed)].filter((one) => one !== undefined).join(", ");
}

/** What the driver takes a port for, and what is odd about it. */
export function stateWords({ stillUsed, noPartner, link, mii }: PicturePort): string {
  if (stillUsed) return "still used";
  if (noPartner && link !== false) return "no partner";
  return mii === undefined ? "" : `MII ${mii}`;
}

/** The time of a step: "0 ms", "+105 ms", "+12.3 s". */
export function sinceStart({ ms }: Moment): string {
  if (ms === 0) return "0 ms";
  return ms < 1000 ? `+${ms} ms` : `+${(ms / 1000).toFixed(1)} s`;
}

/** The picture in words, one sentence for the bond and one for each port, of many only for `most` of them: the same that is drawn. */
export function pictureWords({ name, host, mode, verdict, picture }: BondSummary, most = Infinity): string[] {
  const whose = host === undefined ? "" : ` on ${host}`;
  const bond = `Bond ${name ?? "without a name"}${whose}: ${mode ?? "mode not known"}, ${verdict}.`;
  const shown = tellingPorts(picture.ports, most);
  const rest = restWords(picture.ports, shown);
  const ports = shown.map((port) => `Port ${portSentence(port)}`);
  return [bond, ...ports, ...(rest === "" ? [] : [`${rest}.`])].map(plain);
}

/** One port and its cable: "eno1: active, no link, still used, to sw1 Gi1/0/1." */
export function portSentence(port: PicturePort): string {
  const to = switchWords(port);
  const said = [portWords(port), linkWord(port), stateWords(port), to === undefined ? "" : `to ${to}`];
  return `${port.name}: ${said.filter((one) => one !== "").join(", ")}.`;
}

/** Where there are too many ports, those that something is to be said of come before others; the order stays. */
export function tellingPorts(ports: readonly PicturePort[], most: number): readonly PicturePort[] {
  if (ports.length <= most) return ports;
  const telling = (port: PicturePort) => port.active || port.link === false || port.noPartner;
  const kept = new Set([...ports.filter(telling), ...ports.filter((port) => !telling(port))].slice(0, most));
  return ports.filter((port) => kept.has(port));
}

/** What is left out: "and 3 more ports, 1 without a link"; empty where nothing is. */
export function restWords(ports: readonly PicturePort[], shown: readonly PicturePort[]): string {
  const kept = new Set(shown);
  const rest = ports.filter((port) => !kept.has(port));
  if (rest.length === 0) return "";
  const dead = rest.filter(({ link }) => link === false).length;
  return `and ${rest.length} more port${rest.length === 1 ? "" : "s"}${dead > 0 ? `, ${dead} without a link` : ""}`;
}

/** "sw1 Gi1/0/1"; absent where it is not known. */
export function switchWords({ switch: of, switchPort }: PicturePort): string | undefined {
  return switchPort === undefined ? undefined : [of, switchPort].filter((one) => one !== undefined).join(" ");
}

/** The last failover, one step each: "+105 ms: eno1 detected". */
export function timeLineWords({ picture }: BondSummary): string[] {
  return picture.timeLine.map((moment) => `${sinceStart(moment)}: ${momentWords(moment)}`);
}

/** "link of eno1 lost". */
export function momentWords({ what, port }: Moment): string {
  switch (what) {
    case "link lost":
      return `link of ${port} lost`;
    case "detected":
      return `loss of ${port} detected`;
    case "switched":
      return `switched to ${port}`;
    case "link back":
      return `link of ${port} back`;
    case "taken in":
      return `${port} taken in again`;
    case "returned":
      return `returned to ${port}`;
  }
}
