import { describe, expect, test } from "vitest";
import { lacking, stateInWords } from "../../../src/engine/bonding/lacp.ts";
import { analyze, type Capture } from "../../../src/engine/index.ts";
import { lacpDump, WITHOUT_PARTNER } from "../../../src/engine/rules/samples.ts";
import { labFile } from "../../lab.ts";

const NOBODY = "00:00:00:00:00:00";

/** What is said at warning or error, with what it explains, and the bond's verdict. */
function said(...captures: readonly Capture[]): string[] {
  const { bonds, findings } = analyze(captures);
  const alarms = findings.filter(({ severity }) => severity === "error" || severity === "warning");
  return [bonds[0]?.verdict ?? "none", ...alarms.map(({ rule, explains }) => [rule, ...explains].join(" > "))];
}

function messageOf(rule: string, ...captures: readonly Capture[]): string | undefined {
  return analyze(captures).findings.find((finding) => finding.rule === rule)?.message;
}

function changed({ path, text }: Capture, ...replacements: readonly (readonly [string, string])[]): Capture {
  return { path, text: replacements.reduce((before, [from, to]) => before.replaceAll(from, to), text) };
}

/** `ip -d link show` of a bond as a plain user gets it (kernel 6.1), with its ports. */
function ipLinks(bond: string, ports: readonly string[], carrier = "LOWER_UP"): Capture {
  const header = (index: number, name: string, rest: string) =>
    `${index}: ${name}: <BROADCAST,MULTICAST,${rest} mode DEFAULT group default qlen 1000\n    link/ether 3c:fd:fe:9e:10:01 brd ff:ff:ff:ff:ff:ff promiscuity 0\n`;
  const flags = carrier === "LOWER_UP" ? "MASTER,UP,LOWER_UP" : "NO-CARRIER,MASTER,UP";
  const blocks = ports.map((pairs, index) => {
    const name = `eno${index + 1}`;
    return `${header(12 + index, name, "SLAVE,UP,LOWER_UP> mtu 1500 qdisc fq_codel master bond0 state UP")}    bond_slave state ACTIVE mii_status UP link_failure_count 0 perm_hwaddr 3c:fd:fe:9e:10:0${index + 1} queue_id 0 ${pairs} addrgenmode none\n`;
  });
  const own = `${header(33, "bond0", `${flags}> mtu 1500 qdisc noqueue state UP`)}    bond mode 802.3ad miimon 100 updelay 0 downdelay 0 arp_interval 0 ad_select stable ${bond} tlb_dynamic_lb 1\n`;
  return { path: "ip_d_link_show.txt", text: own + blocks.join("") };
}

describe("port states", () => {
  test.each([
    [61, "active, aggregating, in sync, collecting, distributing", 0],
    [63, "active, short timeout, aggregating, in sync, collecting, distributing", 0],
    [60, "aggregating, in sync, collecting, distributing", 0],
    [77, "active, aggregating, in sync, defaulted", 2],
    [71, "active, short timeout, aggregating, defaulted", 3],
    [5, "active, aggregating", 3],
    [143, "active, short timeout, aggregating, in sync, expired", 2],
    [0, "nothing set", 3],
  ])("%i in words", (state, words, missing) => {
    expect([stateInWords(state), lacking(state).length]).toEqual([words, missing]);
  });
});

describe("no partner", () => {
  test("is one finding that names every port", () => {
    expect(said(WITHOUT_PARTNER)).toEqual([
      "degraded",
      "lacp-partner-zero > lacp-aggregator-split > lacp-ports-lt-slaves > lacp-defaulted > lacp-churn",
    ]);
    expect(messageOf("lacp-partner-zero", WITHOUT_PARTNER)).toBe(
      "bond0 has no LACP partner: the switch ports of eno1 and eno2 do not answer, so only one port carries traffic.",
    );
  });

  test("behind one port is about that port", () => {
    const silent = lacpDump({
      ports: 1,
      eno2: { aggregator: 2, actor: 71, partner: NOBODY, partnerKey: 1, partnerState: 1, churn: "churned" },
    });
    const [verdict, first, ...others] = said(silent);
    expect([verdict, first?.split(" > ")[0], others]).toEqual(["degraded", "lacp-partner-zero", []]);
    expect(messageOf("lacp-partner-zero", silent)).toBe(
      "eno2 of bond0 has no LACP partner: its switch port does not answer, so bond0 runs without it.",
    );
  });

  test("in the first minute may still come", () => {
    const young = changed(WITHOUT_PARTNER, ["Churn State: churned", "Churn State: monitoring"]);
    expect(messageOf("lacp-partner-zero", young)).toContain("has no LACP partner yet:");
  });

  test("is seen by a plain user in ip -d, with and without the ports", () => {
    const none = `ad_aggregator 1 ad_num_ports 1 ad_actor_key 9 ad_partner_key 1 ad_partner_mac ${NOBODY}`;
    const states = [
      "ad_aggregator_id 1 ad_actor_oper_port_state 77 ad_partner_oper_port_state 0",
      "ad_aggregator_id 2 ad_actor_oper_port_state 69 ad_partner_oper_port_state 0",
    ];
    expect(said(ipLinks(none, []))).toEqual(["degraded", "lacp-partner-zero"]);
    expect(said(ipLinks(none, states))[1]).toMatch(/^lacp-partner-zero > lacp-aggregator-split/);
    expect(said(ipLinks(none, []), lacpDump({ user: true, eno2: { aggregator: 2 } }))[1]).toMatch(/^lacp-partner-zero/);
  });

  test("is no finding while the bond has no carrier, or the ports are down", () => {
    const none = `ad_aggregator 1 ad_num_ports 1 ad_partner_mac ${NOBODY}`;
    expect(said(ipLinks(none, [], "NO-CARRIER"))).toEqual(["broken", "bond-down"]);
    const down = { mii: "down", speed: "Unknown", actor: 77, partner: NOBODY, partnerState: 0 };
    const text = lacpDump({ carrier: "down", ports: null, partner: NOBODY, eno1: down, eno2: down });
    expect(said(text).filter((rule) => rule.includes("partner-zero"))).toEqual([]);
  });

  test("is not read out of addresses that were blanked", () => {
    const blanked = changed(
      lacpDump({}),
      ["3c:fd:fe:9e:10:01", NOBODY],
      ["3c:fd:fe:9e:10:02", NOBODY],
      ["02:5b:00:00:00:01", NOBODY],
    );
    expect(said(blanked)).toEqual(["healthy"]);
    expect(said(changed(lacpDump({}), ["02:5b:00:00:00:01", NOBODY]))).toEqual(["healthy"]);
    expect(said(changed(lacpDump({}), ["02:5b:00:00:00:01", "xx:xx:xx:xx:xx:xx"]))).toEqual(["healthy"]);
  });

  test("is not read out of the kernel's log", () => {
    const text =
      "[ 1029.010825] bond0: Warning: No 802.3ad response from the link partner for any adapters in the bond\n";
    expect(said(lacpDump({}), { path: "dmesg.txt", text })).toEqual(["healthy"]);
  });
});

describe("a split", () => {
  test("into two port-channels of one switch", () => {
    const keys = lacpDump({ ports: 1, eno2: { aggregator: 2, partnerKey: 16, actor: 5, partnerState: 5 } });
    expect(messageOf("lacp-aggregator-split", keys)).toBe(
      "bond0 has split its ports eno1 and eno2 into 2 aggregators, because the switch has them in different port-channels (keys 9 and 16): only eno1 carries traffic.",
    );
  });

  test("because of the speed has the speed as its root", () => {
    const slow = lacpDump({ ports: 1, eno2: { speed: "100 Mbps", key: 7, aggregator: 2, actor: 5, partnerState: 5 } });
    expect(said(slow)).toEqual([
      "degraded",
      "lacp-speed-mismatch > lacp-aggregator-split > lacp-not-in-sync > lacp-ports-lt-slaves",
    ]);
  });

  test("is told without the reason where only root would see it", () => {
    expect(messageOf("lacp-aggregator-split", lacpDump({ user: true, eno2: { aggregator: 2 } }))).toBe(
      "bond0 has split its ports eno1 and eno2 into 2 aggregators: only the ports of one of them carry traffic.",
    );
  });

  test("does not count a port that is down, or has not joined", () => {
    expect(said(lacpDump({ ports: 1, eno2: { mii: "down", aggregator: 2 } }))[1]).toMatch(/^slave-mii-down/);
    const joining = changed(lacpDump({ user: true, eno2: { aggregator: 2 } }), [
      "Aggregator ID: 2",
      "Aggregator ID: N/A",
    ]);
    expect(said(joining)).toEqual(["healthy"]);
  });

  test("is meant where ad_select chooses between two aggregators of several ports", () => {
    const two = lacpDump({ user: true }).text;
    const more = lacpDump({ user: true, eno1: { aggregator: 2 }, eno2: { aggregator: 2 } }).text;
    const others = more
      .slice(more.indexOf("\nSlave Interface"))
      .replaceAll(": eno", ": ens")
      .replaceAll("9e:10", "9e:20");
    const four = { path: "proc_net_bonding_bond0.txt", text: two + others };
    expect(said(four)).toEqual(["degraded", "lacp-aggregator-split"]);
    expect(said(changed(four, ["(ad_select): stable", "(ad_select): bandwidth"]))).toEqual(["healthy"]);
  });
});

describe("a port", () => {
  test.each([
    [
      { actor: 5, partnerState: 69 },
      "eno2 of bond0 is up and carries no traffic, because the switch does not hear it (partner state 69: active, aggregating, defaulted).",
    ],
    [
      { actor: 13, partnerState: 5 },
      "eno2 of bond0 is up and carries no traffic, because its partner has not joined it (state 13: active, aggregating, in sync).",
    ],
    [
      { actor: 61, partnerState: 5 },
      "eno2 of bond0 gets no traffic, because its partner is not ready (partner state 5: active, aggregating).",
    ],
  ])("that is not in sync: %o", (eno2, message) => {
    expect(messageOf("lacp-not-in-sync", lacpDump({ eno2 }))).toBe(message);
  });

  test("whose partner fell silent is told once", () => {
    const silent = { actor: 143, partnerState: 55 };
    expect(said(lacpDump({ eno2: silent }))).toEqual(["degraded", "lacp-expired > lacp-not-in-sync"]);
    expect(messageOf("lacp-expired", lacpDump({ eno2: silent }))).toBe(
      "eno2 of bond0 no longer hears its LACP partner (state 143: active, short timeout, aggregating, in sync, expired): it is up and carries no traffic.",
    );
    expect(messageOf("lacp-expired", lacpDump({ eno1: silent, eno2: silent }))).toBe(
      "bond0 no longer hears its LACP partner at eno1 and eno2 (state 143: active, short timeout, aggregating, in sync, expired): its ports are up and none carries traffic.",
    );
  });

  test("that starts, expired and defaulted, never had a partner to lose", () => {
    expect(said(lacpDump({ eno2: { actor: 197, partner: NOBODY, partnerState: 2 } }))).toEqual([
      "degraded",
      "lacp-partner-zero > lacp-defaulted",
    ]);
  });

  test("that was churned and is in sync again is sound", () => {
    expect(said(lacpDump({ eno1: { churn: "churned" }, eno2: { churn: "churned" } }))).toEqual(["healthy"]);
  });

  test("at another LACP rate than its partner is sound", () => {
    expect(said(lacpDump({ eno1: { actor: 61, partnerState: 63 }, eno2: { actor: 63, partnerState: 61 } }))).toEqual([
      "healthy",
    ]);
  });

  test("without a speed is kept out, and explains the rest", () => {
    const speedless = { speed: "Unknown", aggregator: 2, key: 0, actor: 69, partner: NOBODY, partnerState: 0 };
    expect(said(lacpDump({ ports: 1, eno2: speedless }))).toEqual(["degraded", "lacp-speed-unknown"]);
  });

  test("without a speed that shares an aggregator is sound", () => {
    const shared = { speed: "Unknown" };
    expect(said(lacpDump({ user: true, eno1: shared, eno2: shared }))).toEqual(["healthy"]);
  });
});

test("a passive host without a partner has no passive partner", () => {
  const ports = { actor: 68, partner: NOBODY, partnerState: 0 };
  const rules = said(
    lacpDump({ active: "off", ports: 1, partner: NOBODY, eno1: ports, eno2: { ...ports, aggregator: 2 } }),
  );
  expect(rules.filter((rule) => rule.includes("passive"))).toEqual([]);
});

test("the details are missed only where no capture has them", () => {
  const missing = (...captures: readonly Capture[]) => messageOf("lacp-detail-missing", ...captures) !== undefined;
  const sound = "ad_aggregator 1 ad_num_ports 2 ad_actor_key 9 ad_partner_key 9 ad_partner_mac 02:5b:00:00:00:01";
  expect([
    missing(lacpDump({ user: true })),
    missing(lacpDump({})),
    missing(lacpDump({ user: true }), ipLinks(sound, [])),
  ]).toEqual([true, false, false]);
});

test("many ports are judged in no time", () => {
  const { text } = lacpDump({});
  const at = text.indexOf("\nSlave Interface: eno2");
  const block = lacpDump({ eno2: { aggregator: 2, actor: 71, partner: NOBODY, partnerState: 0 } }).text.slice(at);
  const ports = Array.from({ length: 1_000 }, (_, index) => block.replaceAll("eno2", `p${index}`));
  const start = performance.now();
  expect(analyze([{ path: "bond0", text: text.slice(0, at) + ports.join("") }]).bonds[0]?.ports).toHaveLength(1_001);
  expect(performance.now() - start).toBeLessThan(10_000);
});

describe("the other end", () => {
  const twoBonds = (name: string) => ({ path: name, text: labFile(`rule-lacp-two-bonds/1-cabled-together/${name}`) });
  const dumps = ["proc_net_bonding_bond0.txt", "proc_net_bonding_bond1.txt"].map(twoBonds);

  test("is another bond of the same host only where one output shows both", () => {
    expect(said(...dumps)).toEqual(["healthy"]);
    expect(messageOf("lacp-loop-to-self", ...dumps, twoBonds("ip_addr.txt"))).toBe(
      "The cables of eno1 and eno2 of bond0 lead to bond1 of the same host, which is their LACP partner: bond0 reaches no switch.",
    );
  });

  test("is the host itself: the log tells, the missing partner is the consequence", () => {
    const files = ["proc_net_bonding_bond0.txt", "dmesg.txt"].map((path) => ({
      path,
      text: labFile(`rule-lacp-loop/1-cabled-together/${path}`),
    }));
    expect(said(...files)).toEqual([
      "broken",
      "lacp-loop-to-self > lacp-partner-zero > lacp-aggregator-split > lacp-ports-lt-slaves > lacp-defaulted",
    ]);
    expect(messageOf("lacp-loop-to-self", ...files)).toBe(
      "The cables of eno1 and eno2 of bond0 lead back to this host (the log calls it an illegal loopback): bond0 reaches no switch.",
    );
  });

  test("numbers its ports alike, and traffic passes: a pair of switches that act as one", () => {
    expect(said(lacpDump({ eno2: { partnerPort: 1 } }))).toEqual(["healthy"]);
  });
});

describe("min_links", () => {
  const down = { mii: "down", speed: "Unknown", failures: 1 };

  test("comes before the cable, which is told beside it", () => {
    expect(said(lacpDump({ carrier: "down", ports: 1, minLinks: 2, eno1: down }))).toEqual([
      "broken",
      "min-links-not-met > bond-down > no-redundancy",
      "slave-mii-down > link-failure-count",
    ]);
  });

  test("is seen without the aggregator, which a plain user does not get", () => {
    expect(messageOf("min-links-not-met", lacpDump({ carrier: "down", user: true, minLinks: 2, eno1: down }))).toBe(
      "bond0 is down because it needs 2 ports (min_links) and has 1: eno2 is up, and no traffic passes.",
    );
  });

  test("is silent while the bond has carrier", () => {
    expect(said(lacpDump({ ports: 1, minLinks: 2, eno1: down }))).toEqual([
      "degraded",
      "slave-mii-down > no-redundancy > link-failure-count",
    ]);
  });
});

test("the LACP rates are one hint, and none where LACP does not work", () => {
  const hints = (capture: Capture) =>
    analyze([capture])
      .findings.filter(({ severity }) => severity === "hint")
      .map(({ message }) => message);
  expect(hints(lacpDump({}))).toEqual([
    "bond0 speaks LACP at the slow rate: a switch that falls silent while the links stay up is noticed after 90 seconds, with lacp_rate=fast after 3.",
  ]);
  expect(hints(lacpDump({ rate: "fast", eno1: { actor: 63 }, eno2: { actor: 63 } }))).toEqual([
    "bond0 asks its partner for the fast LACP rate and is asked for the slow one: the switch notices a silent host only after 90 seconds.",
  ]);
  expect(hints(WITHOUT_PARTNER)).toEqual([]);
});
