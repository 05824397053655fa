/** A text as it was read, and how its bytes are given back. */
export interface DecodedText {
  readonly text: string;
  /** The bytes of a text in the encoding of the one that was read. */
  encode(text: string): Buffer;
}

/** Decodes a file by its byte order mark, else as UTF-8; as Latin 1, which gives every byte back, where it is none of them. */
export function decoded(bytes: Buffer): DecodedText {
  const mark = bytes.includes(0) ? bytes.subarray(0, 2).toString("hex") : "";
  const pairs = bytes.subarray(0, bytes.length & ~1);
  // Half a character at the end of a file that was cut off.
  const rest = bytes.subarray(pairs.length);
  switch (mark) {
    case "fffe": // what `>` of PowerShell writes
      return { text: pairs.toString("utf16le"), encode: (text) => Buffer.concat([Buffer.from(text, "utf16le"), rest]) };
    case "feff":
      return {
        text: Buffer.from(pairs).swap16().toString("utf16le"),
        encode: (text) => Buffer.concat([Buffer.from(text, "utf16le").swap16(), rest]),
      };
    default:
      return decodedWithoutMark(bytes);
  }
}

function decodedWithoutMark(bytes: Buffer): DecodedText {
  const text = bytes.toString("utf8");
  if (!text.includes("\ufffd") || Buffer.from(text, "utf8").equals(bytes))
    return { text, encode: (other) => Buffer.from(other, "utf8") };
  return { text: bytes.toString("latin1"), encode: (other) => Buffer.from(other, "latin1") };
}
