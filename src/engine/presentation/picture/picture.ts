import type { BondSummary } from "../finding.ts";
import type { Moment, PicturePort } from "./facts.ts";
import { box, label, PALETTES, type Palette, path, type Theme, xml } from "./svg.ts";
import {
  linkWord,
  pictureWords,
  portWords,
  restWords,
  sinceStart,
  stateWords,
  switchWords,
  tellingPorts,
  timeLineWords,
} from "./words.ts";

const WIDTH = 640;
const TOP = 16;
/** From one port to the next, and the height of its box. */
const ROW = 72;
const BOX = 60;
/** Left edges and widths of what stands side by side. */
const HOST = { x: 16, width: 96 };
const BOND = { x: 136, width: 124 };
const PORT = { x: 316, width: 136 };
const SWITCH = { x: 536, width: 88 };
/** More ports than this are summarised. */
const MOST_PORTS = 16;

/**
 * A bond drawn: its host, its ports with role and link, the switch's ports where they are known, and the steps of the last
 * failover where a log gives their times. Of many ports `most` are drawn. A whole SVG without script, style sheets and
 * references; what captures hold is text in it, and its title and description say the same in words.
 */
export function bondPicture(bond: BondSummary, theme: Theme, most = MOST_PORTS): string {
  const colours = PALETTES[theme];
  const { ports, timeLine } = bond.picture;
  const shown = tellingPorts(ports, most);
  const left = ports.length - shown.length;
  const bottom = TOP + Math.max(1, shown.length) * ROW + (left > 0 ? 24 : 0);
  const height = timeLine.length > 0 ? bottom + 104 : bottom + 4;
  const [title = "", ...described] = pictureWords(bond, most);
  const words = [...described, ...timeLineWords(bond)].join(" ");
  const middle = TOP + (Math.max(1, shown.length) * ROW - (ROW - BOX)) / 2;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, -apple-system, 'Segoe UI', sans-serif">`,
    `<title>${xml(title)}</title>`,
    `<desc>${xml(words)}</desc>`,
    // The active path lies over the others.
    ...shown
      .map((port, at) => ({ port, y: TOP + at * ROW }))
      .sort((a, b) => Number(a.port.active) - Number(b.port.active))
      .map(({ port, y }) => portParts(port, y, middle, colours)),
    ...bondParts(bond, middle, colours),
    ...(left > 0 ? [label(restWords(ports, shown), PORT.x, bottom - 8, 300, { fill: colours.quiet })] : []),
    ...timeLineParts(timeLine, bottom, colours),
    "</svg>",
  ].join("\n");
}

function bondParts({ host, name, mode, verdict, picture }: BondSummary, middle: number, colours: Palette): string[] {
  const { box: fill, line, text, quiet, wrong } = colours;
  const centre = BOND.x + BOND.width / 2;
  const room = BOND.width - 16;
  const bad = verdict === "broken" || verdict === "degraded";
  const half = BOX / 2;
  return [
    path(`M${HOST.x + HOST.width} ${middle}H${BOND.x}`, line),
    box(HOST.x, middle - half, HOST.width, BOX, fill, line),
    label("host", HOST.x + HOST.width / 2, middle - 8, 80, { size: 11, fill: quiet, anchor: "middle" }),
    label(host ?? "not named", HOST.x + HOST.width / 2, middle + 10, HOST.width - 12, { fill: text, anchor: "middle" }),
    box(BOND.x, middle - half, BOND.width, BOX, fill, line),
    label(name ?? "bond", centre, middle - 10, room, { size: 14, bold: true, fill: text, anchor: "middle" }),
    label(mode ?? "mode not known", centre, middle + 6, room, { size: 11, fill: quiet, anchor: "middle" }),
    label(verdict, centre, middle + 22, room, { bold: bad, fill: bad ? wrong : quiet, anchor: "middle" }),
    ...(picture.ports.length === 0
      ? [label("no ports captured", PORT.x, middle + 4, PORT.width, { fill: quiet })]
      : []),
  ];
}

/** A port, the driver's way to it, and its cable. */
function portParts(port: PicturePort, y: number, middle: number, colours: Palette): string {
  const { box: fill, line, text, quiet, path: way, wrong } = colours;
  const centre = y + BOX / 2;
  const from = BOND.x + BOND.width;
  const turn = from + 22;
  const dead = port.link === false;
  const stroke = port.active ? way : line;
  const odd = port.stillUsed || (port.noPartner && !dead);
  const inner = PORT.x + 12;
  const room = PORT.width - 20;
  const words = portWords(port);
  const state = y + (words === "" ? 35 : 50);
  return [
    path(
      `M${from} ${middle}H${turn}V${centre}H${PORT.x - (port.active ? 9 : 0)}`,
      stroke,
      port.active ? ' stroke-width="4" stroke-linejoin="round"' : "",
    ),
    ...(port.active
      ? [
          `<path d="M${PORT.x - 12} ${centre - 8}L${PORT.x - 1} ${centre}L${PORT.x - 12} ${centre + 8}Z" fill="${way}"/>`,
        ]
      : []),
    box(PORT.x, y, PORT.width, BOX, fill, port.stillUsed ? wrong : stroke, port.active || port.stillUsed ? 2 : 1),
    label(port.name, inner, y + 19, room, { size: 13, bold: true, fill: text }),
    ...(words === "" ? [] : [label(words, inner, y + 35, room, { size: 11, fill: quiet })]),
    ...(odd ? [warning(inner, state - 9, wrong)] : []),
    label(stateWords(port), inner + (odd ? 16 : 0), state, room - (odd ? 16 : 0), {
      size: 11,
      bold: odd,
      fill: odd ? wrong : quiet,
    }),
    ...cableParts(port, centre, colours),
  ].join("\n");
}

/** A triangle with a mark in it: a warning also without its colour. */
function warning(x: number, y: number, colour: string): string {
  return path(
    `M${x + 5.5} ${y}L${x + 11} ${y + 10}H${x}ZM${x + 5.5} ${y + 3.5}V${y + 6.5}M${x + 5.5} ${y + 7.6}V${y + 8.6}`,
    colour,
    ' stroke-width="1.2" stroke-linejoin="round"',
  );
}

function cableParts(
  port: PicturePort,
  y: number,
  { box: fill, line, text, quiet, path: way, wrong }: Palette,
): string[] {
  const from = PORT.x + PORT.width;
  const to = SWITCH.x;
  const centre = (from + to) / 2;
  const dead = port.link === false;
  const word = { size: 11, bold: dead, fill: dead ? wrong : quiet, anchor: "middle" } as const;
  const sent = port.active && !dead;
  const cable = dead
    ? [
        path(
          `M${from} ${y}H${centre - 9}M${centre + 9} ${y}H${to}`,
          wrong,
          ' stroke-width="1.5" stroke-dasharray="5 4"',
        ),
        path(
          `M${centre - 5} ${y - 5}L${centre + 5} ${y + 5}M${centre + 5} ${y - 5}L${centre - 5} ${y + 5}`,
          wrong,
          ' stroke-width="2"',
        ),
      ]
    : [
        path(
          `M${from} ${y}H${to}`,
          sent ? way : line,
          sent ? ' stroke-width="4"' : port.link ? "" : ' stroke-dasharray="1 4"',
        ),
      ];
  const known = switchWords(port) !== undefined;
  const middle = SWITCH.x + SWITCH.width / 2;
  return [
    ...cable,
    label(port.link === undefined ? "not known" : linkWord(port), centre, y - 10, to - from, word),
    box(SWITCH.x, y - 20, SWITCH.width, 40, fill, line),
    label(port.switch ?? "switch", middle, y - 3, SWITCH.width - 10, { size: 11, fill: quiet, anchor: "middle" }),
    label(known ? inShort(port.switchPort ?? "") : "not captured", middle, y + 12, SWITCH.width - 10, {
      size: 11,
      fill: known ? text : quiet,
      anchor: "middle",
    }),
  ];
}

/** "Te1/0/1" for "TenGigabitEthernet1/0/1", as switches themselves do. */
function inShort(name: string): string {
  return name.replace(/^([A-Z][a-z])[A-Za-z]*(?=\d)/, "$1");
}

/** The steps of the last failover, evenly spaced: what lies between them differs a thousandfold. */
function timeLineParts(moments: readonly Moment[], top: number, { line, text, quiet }: Palette): string[] {
  if (moments.length === 0) return [];
  const step = (WIDTH - 32) / moments.length;
  const y = top + 46;
  return [
    label("Last failover, time since the first step (not to scale)", 16, top + 18, 600, { size: 11, fill: quiet }),
    path(`M16 ${y}H${WIDTH - 16}`, line, ' stroke-width="1.5"'),
    ...moments.flatMap((moment, at) => {
      const x = Math.round(16 + step * (at + 0.5));
      const centred = { anchor: "middle" } as const;
      return [
        `<circle cx="${x}" cy="${y}" r="5" fill="${line}"/>`,
        label(sinceStart(moment), x, y - 10, step - 6, { ...centred, size: 11, fill: quiet }),
        label(moment.what, x, y + 20, step - 6, { ...centred, bold: true, fill: text }),
        label(moment.port, x, y + 36, step - 6, { ...centred, size: 11, fill: quiet }),
      ];
    }),
  ];
}
