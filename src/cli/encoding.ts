/** A text as it was read, and how its bytes are given back. */
export interface DecodedText {
  readonly text: string;
  /** The bytes of a text in the encoding of the one that was read. */
  encode(text: string): Buffer;
}

/** Decodes a file by its byte order mark, else as UTF-8; as Latin 1, which gives every byte back, where it is none of them. */
export function decoded(bytes: Buffer): DecodedText {
  const mark = bytes.length % 2 === 0 ? bytes.subarray(0, 2).toString("hex") : "";
  // What `>` of PowerShell writes, and its mirror image.
  if (mark === "fffe") return { text: bytes.toString("utf16le"), encode: (text) => Buffer.from(text, "utf16le") };
  if (mark !== "feff") return decodedWithoutMark(bytes);
  const text = Buffer.from(bytes).swap16().toString("utf16le");
  return { text, encode: (other) => Buffer.from(other, "utf16le").swap16() };
}

function decodedWithoutMark(bytes: Buffer): DecodedText {
  const text = bytes.toString("utf8");
  if (!text.includes("\ufffd") || Buffer.from(text, "utf8").equals(bytes))
    return { text, encode: (other) => Buffer.from(other, "utf8") };
  return { text: bytes.toString("latin1"), encode: (other) => Buffer.from(other, "latin1") };
}
