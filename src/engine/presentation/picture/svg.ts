import { plain } from "../escape.ts";

/** The window's theme that a picture is drawn for; an image can not ask the window for it. */
export type Theme = "light" | "dark" | "high-contrast" | "high-contrast-light";

/** Colours by what they stand for. None carries a meaning alone: a word or a shape says the same. */
export interface Palette {
  readonly box: string;
  readonly line: string;
  readonly text: string;
  readonly quiet: string;
  readonly path: string;
  readonly wrong: string;
}

export const PALETTES: Readonly<Record<Theme, Palette>> = {
  light: { box: "#f6f8fa", line: "#8c959f", text: "#1f2328", quiet: "#59636e", path: "#0969da", wrong: "#b3261e" },
  dark: { box: "#2a2d2e", line: "#7d8590", text: "#e6edf3", quiet: "#a9b1ba", path: "#58a6ff", wrong: "#ff8f87" },
  "high-contrast": {
    box: "#000000",
    line: "#ffffff",
    text: "#ffffff",
    quiet: "#ffffff",
    path: "#6fc3df",
    wrong: "#ffb3ad",
  },
  "high-contrast-light": {
    box: "#ffffff",
    line: "#000000",
    text: "#000000",
    quiet: "#000000",
    path: "#0f4a85",
    wrong: "#8f0000",
  },
};

/** A text for XML: nothing in it is markup, and no character that XML forbids is left. */
export function xml(text: string): string {
  return plain(text)
    .replace(/[\ud800-\udfff\ufffe\uffff]/gu, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** A text that fits into `width` pixels at this size, by the usual widths of letters; its end is left out where it does not. */
export function fitted(text: string, width: number, size: number): string {
  const letters = [...text];
  const room = width / size;
  let used = 0;
  const fits = letters.findIndex((letter) => {
    used += widthOf(letter);
    return used > room;
  });
  if (fits === -1) return text;
  let kept = fits;
  for (let end = room - widthOf("…"), total = used; kept > 0 && total > end; kept -= 1)
    total -= widthOf(letters[kept] ?? "");
  return `${letters.slice(0, kept).join("").trimEnd()}…`;
}

/** In units of the font's size, rather too wide than too narrow. */
function widthOf(letter: string): number {
  if (/[il.,:;'|!j ]/.test(letter)) return 0.34;
  if (/[\x20-\x7e]/.test(letter)) return /[A-Zmw@%&]/.test(letter) ? 0.86 : 0.6;
  return letter === "…" || letter === "·" ? 0.9 : 1.1;
}

interface Style {
  readonly size?: number;
  readonly bold?: boolean;
  readonly fill: string;
  readonly anchor?: "start" | "middle";
}

/** A text at its baseline, shortened to `width`. */
export function label(text: string, x: number, y: number, width: number, style: Style): string {
  const { size = 12, bold = false, fill, anchor = "start" } = style;
  const shown = xml(fitted(plain(text), bold ? width * 0.94 : width, size));
  const middle = anchor === "middle" ? ' text-anchor="middle"' : "";
  return `<text x="${x}" y="${y}" font-size="${size}"${bold ? ' font-weight="600"' : ""} fill="${fill}"${middle}>${shown}</text>`;
}

/** A line from point to point: `M x y L …`. */
export function path(points: string, stroke: string, more = ""): string {
  return `<path d="${points}" fill="none" stroke="${stroke}"${more}/>`;
}

export function box(x: number, y: number, width: number, height: number, fill: string, stroke: string, thick = 1) {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6" fill="${fill}" stroke="${stroke}" stroke-width="${thick}"/>`;
}
