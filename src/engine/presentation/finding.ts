import type { OptionName } from "../bonding/options.ts";
import { alternativesOf, type Correction, correctionOf, repairOf } from "../corrections/index.ts";
import { modeOf } from "../hosts/link.ts";
import type { Bond, Host } from "../hosts/model.ts";
import { verificationOf } from "../hosts/verification.ts";
import type { RankedBond, RankedFinding, Verdict } from "../ranking/rank.ts";
import type { RuleId } from "../rules/ids.ts";
import type { Confidence, Evidence, Severity } from "../rules/rule.ts";
import type { Fact, SectionKind } from "../text/section.ts";
import { type Check, checksOf } from "./checklist.ts";
import { plain, shellLine } from "./escape.ts";
import { type PictureFacts, pictureFactsOf } from "./picture/facts.ts";
import { type Place, placeOf } from "./place.ts";
import { type RepairFacts, repairFactsOf } from "./plan/facts.ts";

/** A place that supports a finding, and what it shows. */
export interface RelatedPlace extends Place {
  readonly message: string;
  readonly rule?: RuleId | undefined;
}

/** How the options of the bond repair a finding. */
export interface FindingCorrection extends Pick<Correction, "options" | "insertions" | "replacements"> {
  readonly set: Readonly<Partial<Record<OptionName, string>>>;
  readonly unset: readonly OptionName[];
  /** The line as nmcli prints it, or the lines of another owner's configuration; `null` where the stored profile already reads so and only has to be applied. */
  readonly line: string | null;
  /** Lines for a shell, in order. Lines that begin with `#` are remarks. Empty where no capture names the bond. */
  readonly commands: readonly string[];
}

/** Another way to correct a finding: `title` continues "Insert bond.options to …". */
export interface AlternativeFindingCorrection extends FindingCorrection {
  readonly title: string;
  readonly why: string;
}

/** A finding as a person reads it. Messages are plain text without control characters. */
export interface Finding {
  readonly rule: RuleId;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly case: string;
  readonly host?: string | undefined;
  readonly bond?: string | undefined;
  readonly port?: string | undefined;
  readonly message: string;
  /** Where the fact is stated: the first place of every capture that states it, the most trusted source first. */
  readonly places: readonly [RelatedPlace, ...RelatedPlace[]];
  readonly related: readonly RelatedPlace[];
  /** Rules that fired as well and are only consequences; their evidence is in `related`. */
  readonly explains: readonly RuleId[];
  readonly correction: FindingCorrection | undefined;
  /** Other ways to correct it, never preferred. */
  readonly alternatives: readonly AlternativeFindingCorrection[];
}

/** A port as the captures show it. */
export interface PortSummary {
  readonly name: string;
  readonly mii?: string | undefined;
  readonly carrier?: boolean | undefined;
  readonly role?: "active" | "backup" | undefined;
  /** Where the captures tell of it. */
  readonly at?: Place | undefined;
}

/** The figures of a failover that went as it should, as far as they were captured. */
export interface Verified {
  /** From the loss of the link until the driver took the port out. */
  readonly detectionMs?: number | undefined;
  readonly pingsLost?: number | undefined;
  /** From the return of the link until the port was active again. */
  readonly primaryBackMs?: number | undefined;
}

/** A bond with its verdict. */
export interface BondSummary {
  readonly case: string;
  readonly host?: string | undefined;
  /** Absent where no path, prompt or other capture names it. */
  readonly name?: string | undefined;
  readonly mode?: string | undefined;
  readonly verdict: Verdict;
  readonly rootCause?: RuleId | undefined;
  readonly ports: readonly PortSummary[];
  readonly correctedOptions: string | undefined;
  readonly commands: readonly string[] | undefined;
  /** What the captures show of a failover that went as it should. */
  readonly verified?: Verified | undefined;
  /** What was looked at, in the order in which an engineer looks. */
  readonly checks: readonly Check[];
  /** What a repair plan needs beyond the findings. */
  readonly repair: RepairFacts;
  /** What a picture shows beyond the summary. */
  readonly picture: PictureFacts;
  /** Where the captures tell of it. */
  readonly at?: Place | undefined;
}

/**
 * A judged bond in words: its summary and its findings. What most bonds are never asked for (corrections, checks, the facts of
 * a plan and of a picture) is made when it is asked for.
 */
export function present(
  host: Host,
  ranked: RankedBond,
): { readonly bond: BondSummary; readonly findings: readonly Finding[] } {
  const { bond } = ranked;
  const repair = once(() => repairOf(ranked.findings));
  const corrections = ranked.findings.map((finding) => once(() => correctionOf(bond, finding, repair())));
  const correction = once(() => corrections.map((made) => made()).find((one) => one !== undefined));
  const findings = ranked.findings.map((finding, at) => presentFinding(host, bond, finding, corrections[at]));
  const checks = once(() => checksOf(ranked));
  const repairFacts = once(() => repairFactsOf(bond, correction()));
  const picture = once(() => pictureFactsOf(bond));
  const mode = modeOf(bond);
  const verified = verifiedOf(bond);
  const at = ranked.findings[0]?.places[0] ?? bond.kernel.mode?.facts[0] ?? bond.profile?.text.facts[0];
  return {
    bond: {
      case: host.case,
      host: shown(host.name),
      name: shown(bond.name),
      mode,
      verdict: ranked.verdict,
      rootCause: ranked.rootCause,
      ports: bond.ports.map((port) => summaryOf(port)),
      get correctedOptions() {
        return correction()?.options;
      },
      get commands() {
        return correction()?.steps.map(shellLine);
      },
      verified,
      get checks() {
        return checks();
      },
      get repair() {
        return repairFacts();
      },
      get picture() {
        return picture();
      },
      at: at && placeOf(at),
    },
    findings,
  };
}

/** A value that is made when it is first asked for. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function verifiedOf(bond: Bond): Verified | undefined {
  const verification = verificationOf(bond);
  if (verification === undefined || verification.shortfall !== undefined) return undefined;
  const { detectionMs, pingsLost, primaryBackMs } = verification;
  return {
    detectionMs,
    pingsLost,
    primaryBackMs,
  };
}

function shown(name: string | undefined): string | undefined {
  return name === undefined ? undefined : plain(name);
}

function summaryOf({ name, bonding, link }: Bond["ports"][number]): PortSummary {
  const carrier = link.detected?.value ?? link.carrier?.value;
  const at = bonding.dumped[0]?.name ?? link.interfaces[0]?.name ?? (link.detected ?? bonding.mii)?.facts[0];
  return {
    name: plain(name),
    mii: bonding.mii?.value,
    carrier,
    role: bonding.role?.value,
    at: at && placeOf(at),
  };
}

function presentFinding(
  host: Host,
  bond: Bond,
  finding: RankedFinding,
  made: (() => Correction | undefined) | undefined,
): Finding {
  const [main, ...others] = finding.places;
  const places: [RelatedPlace, ...RelatedPlace[]] = [sayingTheSame(main)];
  for (const fact of others) {
    const place = sayingTheSame(fact);
    if (!places.some((known) => known.path === place.path)) places.push(place);
  }
  const repeated = others.filter(
    (fact) => !places.some((place) => place.path === fact.section.capture.path && place.start === fact.start),
  );
  const correction = once(() => {
    const one = made?.();
    return one && presentCorrection(one);
  });
  const alternatives = once(() =>
    alternativesOf(bond, finding).map((other) => ({ ...presentCorrection(other), title: other.title, why: other.why })),
  );
  const related = distinct([...finding.related.map(presentEvidence), ...repeated.map(sayingTheSame)]);
  return {
    rule: finding.rule,
    severity: finding.severity,
    confidence: finding.confidence,
    case: host.case,
    host: shown(host.name),
    bond: shown(bond.name),
    port: shown(finding.port),
    message: plain(finding.message),
    places,
    related,
    explains: finding.explains,
    get correction() {
      return correction();
    },
    get alternatives() {
      return alternatives();
    },
  };
}

/** Of several captures that show the same, the first is evidence enough: it is of the most trusted source. */
function distinct(evidence: readonly RelatedPlace[]): RelatedPlace[] {
  const seen = new Set<string>();
  return evidence.filter(({ message }) => !seen.has(message) && seen.add(message));
}

const SOURCES: Readonly<Record<SectionKind, string>> = {
  "proc-bonding": "the dump",
  "ip-link": "ip link",
  "ip-json": "ip link",
  "ip-route": "ip route",
  sysfs: "sysfs",
  "nmcli-connection": "the stored profile",
  "nmcli-profiles": "the list of profiles",
  "nmcli-devices": "NetworkManager's list of devices",
  "nmcli-modify": "the command",
  ifcfg: "the ifcfg file",
  netplan: "netplan's file",
  networkd: "the unit of systemd-networkd",
  interfaces: "the stanza",
  modprobe: "the module's options",
  nmstate: "nmstate",
  "ip-command": "the command",
  keyfile: "the keyfile",
  ethtool: "ethtool",
  "ethtool-driver": "ethtool -i",
  "ethtool-statistics": "ethtool -S",
  "kernel-log": "the log",
  "switch-config": "the switch's configuration",
  "switch-channels": "the switch's summary",
  "switch-lacp": "the switch's LACP neighbours",
  ping: "ping",
  other: "the text",
};

/** A place that states the fact of a finding, with its own words. */
function sayingTheSame(fact: Fact<unknown>): RelatedPlace {
  const { section, start, end } = fact;
  return {
    ...placeOf(fact),
    message: plain(`${SOURCES[section.kind]} says so: ${section.capture.text.slice(start, end)}`),
  };
}

function presentEvidence({ message, fact, rule }: Evidence): RelatedPlace {
  return { ...placeOf(fact), message: plain(message).replace(/\.$/, ""), rule };
}

function presentCorrection({
  change,
  options,
  line,
  storesSomething,
  steps,
  insertions,
  replacements,
}: Correction): FindingCorrection {
  return {
    set: Object.fromEntries(change.set),
    unset: change.unset,
    options,
    line: storesSomething ? line : null,
    commands: steps.map(shellLine),
    insertions,
    replacements,
  };
}
