/** Ends a line that Bondlint inserted; this mark, and nothing else, makes a line a proposal instead of evidence. */
export const MARK = "<-- corrected by Bondlint, not captured";
