import { sysfsPlan } from "../bonding/apply.ts";
import { changedNames, type OptionChange } from "../bonding/change.ts";
import type { OptionForm } from "../bonding/forms/entry.ts";
import { writeOption, writeOptions } from "../bonding/forms/write.ts";
import type { OptionName, Options } from "../bonding/options.ts";
import type { Owner } from "../captures/setup.ts";
import type { Bond } from "../hosts/model.ts";
import type { Step } from "./steps.ts";

/** An owner of bonds that nmcli has no say in: the form of its options, where they stand, and what makes it apply them. */
interface Manner {
  readonly form: OptionForm;
  readonly place: (bond: string) => string;
  readonly apply: (bond: string) => readonly Step[];
}

const FROM_CONSOLE = "then, from a console, because it cuts a login through the bond";

const MANNERS: Readonly<Record<Exclude<Owner, "NetworkManager">, Manner>> = {
  "network-scripts": {
    form: "ifcfg",
    place: (bond) => `in ifcfg-${bond}`,
    apply: (bond) => downAndUp(bond),
  },
  wicked: {
    form: "ifcfg",
    place: (bond) => `in ifcfg-${bond}`,
    apply: (bond) => [
      {
        remark: FROM_CONSOLE,
        instead: [
          ["wicked", "ifdown", bond],
          ["wicked", "ifup", bond],
        ],
      },
    ],
  },
  ifupdown: {
    form: "ifupdown",
    place: (bond) => `in /etc/network/interfaces, below iface ${bond}`,
    apply: (bond) => downAndUp(bond),
  },
  netplan: {
    form: "netplan",
    place: (bond) => `in /etc/netplan, bonds: ${bond}: parameters`,
    // netplan try refuses configurations with parameters of bonds.
    apply: (bond) => [
      { run: ["netplan", "generate"] },
      { run: ["netplan", "apply"] },
      {
        remark:
          "systemd-networkd before 257 does not change a bond that exists; from a console, because it cuts a login through the bond",
        instead: [
          ["ip", "link", "delete", "dev", bond],
          ["netplan", "apply"],
        ],
      },
    ],
  },
  "systemd-networkd": {
    form: "networkd",
    place: (bond) => `in the .netdev of ${bond}, group [Bond]`,
    apply: (bond) => [
      { run: ["networkctl", "reload"] },
      {
        remark:
          "systemd-networkd before 257 does not change a bond that exists; from a console, because it cuts a login through the bond",
        instead: [
          ["networkctl", "delete", bond],
          ["networkctl", "reload"],
        ],
      },
    ],
  },
  nmstate: {
    form: "nmstate",
    place: (bond) => `in the desired state of ${bond}, link-aggregation: options`,
    apply: () => [{ remark: "then nmstatectl apply, or oc apply where it is a policy" }],
  },
  "the module": {
    form: "modprobe",
    place: () => "in /etc/modprobe.d, options bonding",
    apply: () => [{ remark: "it counts when the module is loaded again, at the latest after a reboot" }],
  },
  ip: { form: "ip", place: (bond) => `ip link add ${bond} type bond`, apply: () => [] },
};

function downAndUp(bond: string): Step[] {
  return [
    {
      remark: FROM_CONSOLE,
      instead: [
        ["ifdown", bond],
        ["ifup", bond],
      ],
    },
  ];
}

/** How the bond's owner is told, where that is not NetworkManager. */
function mannerOf({ profile }: Bond): Manner | undefined {
  return profile === undefined || profile.owner === "NetworkManager" ? undefined : MANNERS[profile.owner];
}

/** The commands and remarks for an owner other than NetworkManager; `undefined` where NetworkManager is the owner. */
export function ownersSteps(bond: Bond, before: Options, after: Options, change: OptionChange): Step[] | undefined {
  const manner = mannerOf(bond);
  const { name } = bond;
  if (manner === undefined || name === undefined) return manner && [];
  const changed = changedNames(before, after);
  const said = manner.form === "ifcfg" ? (textFor(bond, after) ?? "") : entriesFor(manner.form, changed, after);
  const store = changed.length === 0 ? [] : [{ remark: `${manner.place(name)}: ${said}` }];
  return [...store, ...atOnce(bond, name, after, change), ...manner.apply(name)];
}

function entriesFor(form: OptionForm, changed: readonly OptionName[], after: Options): string {
  const set = changed.filter((name) => after.has(name));
  const gone = changed
    .filter((name) => !after.has(name))
    .flatMap((name) => writeOption(form, name, "")?.split(/[\s:=]/)[0] ?? []);
  const written = set.flatMap((name) => writeOption(form, name, after.get(name) ?? "") ?? []);
  return [...written, ...(gone.length > 0 ? [`without ${gone.join(" and ")}`] : [])].join(", ");
}

/** Writes to the running bond that interrupt nothing: they last until the bond is set up anew. */
function atOnce({ kernel }: Bond, name: string, after: Options, { set, unset }: OptionChange): Step[] {
  if (kernel.mode === undefined) return [];
  const running = new Map([...kernel.options].map(([option, { value }]) => [option, value]));
  const { releasePorts, setDown, writes } = sysfsPlan(running, after);
  const own = writes.filter(({ option }) => [...set.keys(), ...unset].some((changed) => changed === option));
  if (releasePorts || setDown || own.length === 0) return [];
  return [
    { remark: "at once, without an interruption, until the bond is next set up" },
    ...own.map(({ option, value }) => ({ run: ["echo", value, { into: `/sys/class/net/${name}/bonding/${option}` }] })),
  ];
}

/** All options in the words of the bond's owner, ready to be copied; `undefined` where NetworkManager is the owner. */
export function textFor(bond: Bond, after: Options): string | undefined {
  const manner = mannerOf(bond);
  if (manner === undefined) return undefined;
  const entries = writeOptions(manner.form, after);
  switch (manner.form) {
    case "ifcfg":
      return `BONDING_${bond.profile?.owner === "wicked" ? "MODULE_" : ""}OPTS="${entries.join(" ")}"`;
    case "netplan":
      return `parameters: {${entries.join(", ")}}`;
    case "nmstate":
      return [
        "link-aggregation:",
        ...entries.flatMap((entry) => (entry.startsWith("mode:") ? [`  ${entry}`, "  options:"] : [`    ${entry}`])),
      ].join("\n");
    case "networkd":
      return ["[Bond]", ...entries].join("\n");
    case "modprobe":
      return `options bonding ${entries.join(" ")}`;
    case "ip":
      return typable(`ip link add ${bond.name ?? "bond0"} type bond ${entries.join(" ")}`);
    default:
      return entries.join("\n");
  }
}

/** A command that is copied as it stands, but not where a word of it would mean more to a shell than itself. */
function typable(command: string): string | undefined {
  return /^[\w.,:=/@%+ -]+$/.test(command) ? command : undefined;
}
