/**
 * Characters that act on a terminal, a shell or a reader's eye instead of being seen: control characters, and the
 * bidirectional ones that make a text look like another one (Unicode TR 36).
 */
export const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** True where a text holds such a character. */
export function hasUnseen(text: string): boolean {
  return text.search(UNSEEN) !== -1;
}

/**
 * True for the name of an interface that can stand in a command: it shows as it is, is no option of the program, and leads
 * to no other file where it is part of a path. The kernel allows neither a slash nor a dot alone in a name.
 */
export function isTypable(name: string): boolean {
  return !(hasUnseen(name) || name.startsWith("-") || name.includes("/") || name === "." || name === "..");
}
