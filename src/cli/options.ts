import { DEFAULT_VERSION, type Judgement, judgeOptions, type OptionProblem, plain } from "../engine/index.ts";

/** What `bondlint options` can be told. */
export interface OptionsArguments {
  readonly nmVersion?: string;
  readonly format: "text" | "json";
}

/** Judges the text of `bond.options` and tells what NetworkManager makes of it and what the kernel then runs. */
export function judgedText(
  text: string,
  { nmVersion, format }: OptionsArguments,
): { output: string; accepted: boolean } {
  const judgement = judgeOptions(text, "nmcli", nmVersion === undefined ? {} : { networkManager: nmVersion });
  const output = format === "json" ? JSON.stringify(asJson(judgement), null, 2) : asText(text, judgement, nmVersion);
  return { output: `${output}\n`, accepted: judgement.accepted };
}

/** The shape that design and README promise: offsets from 0 in the given text. */
function asJson({ accepted, errors, warnings, normalized, effective }: Judgement) {
  const said = ({ option, message, start, end }: OptionProblem) => ({
    ...(option !== undefined && { option }),
    message,
    start,
    end,
  });
  return {
    accepted,
    errors: errors.map(said),
    warnings: warnings.map(said),
    ...(normalized !== undefined && { normalized }),
    ...(effective && { effective }),
  };
}

function asText(text: string, judgement: Judgement, nmVersion = DEFAULT_VERSION): string {
  const { accepted, errors, warnings, normalized, effective } = judgement;
  const lines = [plain(text), `NetworkManager ${plain(nmVersion)} ${accepted ? "accepts this" : "refuses this"}.`];
  for (const [severity, problems] of [
    ["error", errors],
    ["warning", warnings],
  ] as const) {
    for (const { message, start, end } of problems) {
      lines.push(
        "",
        `  ${plain(text)}`,
        `  ${" ".repeat(start)}${"^".repeat(Math.max(1, end - start))}`,
        `  ${severity}: ${plain(message)}`,
      );
    }
  }
  if (normalized !== undefined) lines.push("", `Stored as:  ${plain(normalized)}`);
  if (effective) {
    lines.push("", "The kernel then runs:");
    for (const [name, value] of Object.entries(effective)) lines.push(`  ${name.padEnd(20)}${plain(value)}`);
  }
  return lines.join("\n");
}
