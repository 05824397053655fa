/** What people write behind a value: an arrow, a comment, a remark in brackets two blanks away. */
const NOTE = /<[-=<]|[←⟵]|\s(?:#|\/\/|\*\*|!!)|\s\s\(|\t\(/;

/** The column at which a note behind a value begins; the length of the text where there is none. */
export function noteColumn(text: string, from = 0): number {
  if (!mayHoldNote(text, from)) return text.length;
  const at = text.slice(from).search(NOTE);
  return at === -1 ? text.length : from + at;
}

/** Kernel and tools print none of these characters in a value but `(`, so that nearly no line is searched. */
function mayHoldNote(text: string, from: number): boolean {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x3c || code === 0x23 || code === 0x2a || code === 0x21 || code === 0x28 || code === 0x2f) return true;
    if (code > 0x2000) return true;
  }
  return false;
}
