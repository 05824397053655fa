import fc from "fast-check";
import { MODES } from "../../src/engine/bonding/modes.ts";
import { knowledgeOf, OPTION_NAMES, type OptionName } from "../../src/engine/bonding/options.ts";

const MORE_NAMES = [
  ...OPTION_NAMES,
  "coupled_control",
  "queue_id",
  "max_bonds",
  "mimon",
  "miimmon",
  "lacp-rate",
  "xmit_hash",
  "Mode",
  "MIIMON",
  "",
  "m",
  "arp_i",
  "primary_",
  "é",
];

const NUMBERS = [
  "0",
  "1",
  "2",
  "3",
  "5",
  "50",
  "99",
  "100",
  "150",
  "200",
  "250",
  "1000",
  "65535",
  "300000",
  "2147483647",
];
const ODD_NUMBERS = [
  "-1",
  "+1",
  "00",
  "01",
  "0100",
  "0x64",
  "1.5",
  "1e2",
  "100ms",
  "2147483648",
  "65536",
  "256",
  "1024",
  "٣",
  "1 0",
];
const ADDRESSES = ["10.0.0.1", "10.0.0.2", "0.0.0.0", "255.255.255.255", "127.0.0.1"];
const ODD_ADDRESSES = [
  "10.0.0.300",
  "10.0.0",
  "010.0.0.1",
  "fe80::1",
  "::",
  "10.0.0.1/24",
  "::ffff:10.0.0.1",
  "1::2::3",
];
const SEPARATORS = [" ", "\\,", "\\, ", "  ", " \\,"];
const MACS = [
  "00:11:22:33:44:55",
  "0:1:2:3:4:5",
  "00-11-22-33-44-55",
  "00:11-22:33:44:55",
  "01:00:5e:00:00:01",
  "001122334455",
  "zz:00:00:00:00:00",
];
const INTERFACES = [
  "eno1",
  "eno2",
  "eth0.10",
  "this-name-is-too-long",
  ".",
  "..",
  "a/b",
  "a:b",
  "a b",
  "äöü",
  "äöüäöüäö",
  "all",
  "a=b",
  "ein\\,s",
  "x\\\\y",
  "\\z",
];

const oneOf = (values: readonly string[]) => fc.constantFrom(...values);
const addresses = (values: readonly string[]) =>
  fc
    .tuple(fc.array(oneOf(values), { minLength: 1, maxLength: 4 }), oneOf(SEPARATORS))
    .map(([list, separator]) => list.join(separator));

const MONITORS: readonly OptionName[] = [
  "miimon",
  "updelay",
  "downdelay",
  "peer_notif_delay",
  "arp_interval",
  "arp_ip_target",
  "arp_validate",
];

/** A value that an option should take. */
function goodValue(name: OptionName): fc.Arbitrary<string> {
  const { type, values = [] } = knowledgeOf(name);
  switch (type) {
    case "enum":
      return fc.oneof(oneOf(values), fc.nat({ max: values.length - 1 }).map(String));
    case "ipv4-list":
      return addresses(ADDRESSES);
    case "ipv6-list":
      return addresses(["fe80::1", "2001:db8::1"]);
    case "mac-address":
      return oneOf(MACS.slice(0, 3));
    case "interface":
      return oneOf(INTERFACES.slice(0, 3));
    case "switch":
      return oneOf(["0", "1"]);
    default:
      return oneOf(NUMBERS);
  }
}

/** A value that is a little off: another type's, the beginning of a name, in capitals, with blanks and escapes. */
function nearValue(name: OptionName): fc.Arbitrary<string> {
  const { values = [] } = knowledgeOf(name);
  const near: fc.Arbitrary<string>[] = [
    oneOf(ODD_NUMBERS),
    oneOf(["", " ", "none", "off", "default"]),
    oneOf(INTERFACES),
    oneOf(MACS),
    addresses([...ADDRESSES, ...ODD_ADDRESSES]),
    goodValue(name).map((value) => `${value}\\ `),
    goodValue(name).map((value) => `\\ ${value}`),
    goodValue(name).map((value) => `${value} # once`),
  ];
  if (values.length > 0) {
    const cut = fc.tuple(oneOf(values), fc.nat({ max: 8 })).map(([value, length]) => value.slice(0, length));
    near.push(
      cut,
      oneOf(values).map((value) => value.toUpperCase()),
    );
  }
  return fc.oneof(...near);
}

const PADDING = oneOf(["", "", "", "", " ", "  ", "\t", "\n"]);

function item(value: (name: OptionName) => fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .constantFrom(...OPTION_NAMES)
    .chain((name) => fc.tuple(fc.constant(name), value(name), PADDING, PADDING))
    .map(([name, text, before, after]) => `${name}${before}=${after}${text}`);
}

const mode = fc.oneof(
  { weight: 6, arbitrary: oneOf(MODES) },
  { weight: 1, arbitrary: oneOf(["0", "1", "2", "3", "4", "5", "6"]) },
);
const withMode = (items: fc.Arbitrary<string[]>) =>
  fc
    .tuple(mode, items, fc.boolean())
    .map(([name, rest, first]) => (first ? [`mode=${name}`, ...rest] : [...rest, `mode=${name}`]).join(","));

const monitorItem = fc.constantFrom(...MONITORS).chain((name) => goodValue(name).map((value) => `${name}=${value}`));

/** Valid by name and value; together they may still be refused. */
const valid = withMode(fc.array(item(goodValue), { maxLength: 6 }));
/** What fits together: only options that the mode has, delays that fit the interval. */
const fitting = fc.constantFrom(...MODES).chain((name) => {
  const inMode = OPTION_NAMES.filter((option) => {
    const { modes, since } = knowledgeOf(option);
    return !MONITORS.includes(option) && (modes ?? [name]).includes(name) && since?.networkManager === undefined;
  });
  const one = fc.constantFrom(...inMode).chain((option) => goodValue(option).map((value) => `${option}=${value}`));
  const monitor = fc.oneof(
    oneOf(["miimon=100", "miimon=100,updelay=250", "miimon=50,peer_notif_delay=100", "downdelay=200", "miimon=0"]),
    addresses(ADDRESSES).map((list) => `arp_interval=1000,arp_ip_target=${list}`),
  );
  return fc
    .tuple(fc.array(one, { maxLength: 4 }), monitor, fc.boolean())
    .map(([rest, watch, first]) => [`mode=${name}`, ...(first ? [watch, ...rest] : [...rest, watch])].join(","));
});
/** The options that switch each other off, in every order. */
const monitors = withMode(fc.array(monitorItem, { minLength: 1, maxLength: 6 }));
/** One or two things are wrong. */
const nearlyValid = withMode(
  fc
    .tuple(fc.array(item(goodValue), { maxLength: 4 }), fc.array(item(nearValue), { minLength: 1, maxLength: 2 }))
    .map(([good, near]) => [...good, ...near]),
);
/** Names cut short, misspelt, in capitals. */
const names = withMode(
  fc.array(
    fc
      .tuple(oneOf(MORE_NAMES), fc.nat({ max: 20 }), fc.boolean(), oneOf(NUMBERS))
      .map(([name, length, cut, value]) => `${cut ? name.slice(0, length) : name}=${value}`),
    { minLength: 1, maxLength: 3 },
  ),
);
const modes = fc
  .tuple(
    fc.oneof(
      nearValue("mode"),
      fc.tuple(oneOf(MODES), fc.nat({ max: 13 })).map(([name, length]) => name.slice(0, length)),
    ),
    item(goodValue),
  )
  .map(([name, rest]) => `mode=${name},${rest}`);
const PIECES = [
  ...OPTION_NAMES,
  ...NUMBERS,
  ...ODD_NUMBERS,
  ...MODES,
  "=",
  "=",
  ",",
  ",",
  "\\",
  " ",
  "\t",
  ";",
  '"',
  "'",
  "$(id)",
  "`",
  "#",
  "\\,",
  "\\=",
  "é",
  "𝒳",
  "-",
  "--",
  "%s",
];
/** Anything that can stand on a command line; a NUL cannot. */
const hostile = fc.oneof(
  fc.array(oneOf(PIECES), { minLength: 1, maxLength: 12 }).map((pieces) => pieces.join("")),
  fc.array(oneOf(PIECES), { minLength: 1, maxLength: 8 }).map((pieces) => `mode=1,${pieces.join("")}`),
  fc.string({ unit: "binary", maxLength: 24 }).map((text) => `mode=1,primary=${withoutNul(text)}`),
  fc.string({ unit: "binary", maxLength: 24 }).map((text) => withoutNul(text)),
);

function withoutNul(text: string): string {
  return text.replaceAll("\0", "").replace(/\p{Surrogate}/gu, "");
}

/** Option texts as people, scripts and attackers would write them. */
export const optionTexts: fc.Arbitrary<string> = fc.oneof(
  { weight: 5, arbitrary: fitting },
  { weight: 3, arbitrary: valid },
  { weight: 4, arbitrary: monitors },
  { weight: 5, arbitrary: nearlyValid },
  { weight: 2, arbitrary: names },
  { weight: 2, arbitrary: modes },
  { weight: 3, arbitrary: hostile },
);
