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

/** The picture in words, one sentence for the bond and one for each port: the same that is drawn. */
export function pictureWords({ name, host, mode, verdict, picture }: BondSummary): string[] {
  const whose = host === undefined ? "" : ` on ${host}`;
  const ports = picture.ports.map((port) => {
    const to = switchWords(port);
    const said = [portWords(port), linkWord(port), stateWords(port), to === undefined ? "" : `to ${to}`];
    return `Port ${port.name}: ${said.filter((one) => one !== "").join(", ")}.`;
  });
  return [`Bond ${name ?? "without a name"}${whose}: ${mode ?? "mode not known"}, ${verdict}.`, ...ports].map(plain);
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
