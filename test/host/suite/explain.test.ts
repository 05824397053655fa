// What a key and its value mean, under the pointer, wherever a capture is read.
import { commands, type Hover, type MarkdownString, type Position, type TextDocument } from "vscode";
import { cleanUp, diagnosticsOf, newFolder, openNew } from "./editor.ts";
import { assert, assertEqual, assertIncludes } from "./expect.ts";
import { dump, ethtool, ipBond, ipPort, session } from "./incident.ts";
import { LANGUAGES, openIn } from "./languages.ts";

suite("Keys and values", () => {
  teardown(cleanUp);

  for (const language of LANGUAGES) {
    test(`a pasted session is explained, each output by its own terms (${language})`, async () => {
      const document = await openIn(language, session);
      await diagnosticsOf(document.uri);
      assertIncludes(await explained(document, "MII Status: up", "MII Status: ".length), "The bond has carrier.");
      assertIncludes(await explained(document, "Primary Slave", 0), "The option `primary`");
      assertIncludes(await explained(document, "NO-CARRIER", 1), "without a link");
      assertIncludes(await explained(document, " miimon 0", " miimon ".length), "The MII monitor is off.");
      assertIncludes(await explained(document, "Link detected: no", 3), "The card has no link.");
      assertIncludes(await explained(document, "miimon=0", 2), "Default: 100 by NetworkManager, 0 in the kernel");
      assertIncludes(await explained(document, "connection.autoconnect:", 3), "activates the profile by itself");
    });

    test(`the name of a bond shows the bond, in words and drawn (${language})`, async () => {
      const document = await openIn(language, session);
      await diagnosticsOf(document.uri);
      for (const place of ["bond0: <", "bond0 state DOWN"]) {
        const text = await explained(document, place, 1);
        assertIncludes(text, "**bond0** on web1: active-backup, broken.");
        assertIncludes(text, "eno1: active, no link, still used.");
        assertIncludes(text, "](data:image/svg+xml;");
      }
      assertIncludes(await explained(document, "Interface: eno1", "Interface: ".length), "A port of **bond0**");
    });

    test(`what other commands, logs and switches print is explained (${language})`, async () => {
      const text = [
        "[root@web1 ~]# ethtool -i eno1\ndriver: igb\nversion: 6.1.0\nbus-info: 0000:01:00.0",
        "[root@web1 ~]# ethtool -S eno1\nNIC statistics:\n     rx_crc_errors: 148",
        "[root@web1 ~]# nmcli device\nDEVICE  TYPE      STATE        CONNECTION \neno1    ethernet  unavailable  --         ",
        '[root@web1 ~]# ip -j link show eno1\n[{"ifindex":2,"ifname":"eno1","flags":["NO-CARRIER","UP"],"operstate":"DOWN"}]',
        "[root@web1 ~]# dmesg\n[   47.612345] bond0: (slave eno1): link status definitely down, disabling slave",
        "sw1#show etherchannel summary\n1      Po1(SU)         LACP      Gi1/0/1(P)  Gi1/0/2(s)",
        "sw1#show running-config interface Gi1/0/1\ninterface GigabitEthernet1/0/1\n channel-group 1 mode passive\nend\n",
      ].join("\n");
      const document = await openIn(language, text);
      await hoversAt(document, document.positionAt(0));
      for (const [place, words] of [
        ["igb", "The driver of the interface."],
        ["rx_crc_errors", "received damaged frames"],
        ["unavailable", "often for want of carrier"],
        ["NO-CARRIER", "without a link"],
        ["operstate", "Set down, or without carrier."],
        ["definitely", "the monitoring works"],
        ["Gi1/0/2(s)", "s: suspended."],
        ["1 mode passive", "only answers"],
      ] as const)
        assertIncludes(await explained(document, place, 1), words);
    });

    test(`the hover stands on the value (${language})`, async () => {
      const text = [dump, ipBond, ipPort, ethtool].join("\n").replace(/^/gm, "> ").replaceAll("\n", "\r\n");
      const document = await openIn(language, text);
      const position = positionOf(document, "Speed: Unknown", "Speed: ".length);
      const [hover] = await hoversAt(document, position);
      assert(hover?.range, "a hover with a range");
      assertEqual(document.getText(hover.range), "Unknown");
    });
  }

  test("another owner's words are explained as the option that they mean", async () => {
    const netplan =
      "network:\n  bonds:\n    bond0:\n      interfaces: [eno1, eno2]\n      parameters:\n        mii-monitor-interval: 100\n";
    const document = await openNew(newFolder(), "netplan/01-bond.yaml", netplan);
    await hoversAt(document, document.positionAt(0));
    assertIncludes(await explained(document, "mii-monitor-interval", 4), "**miimon**");
  });

  test("what a capture holds stays text", async () => {
    const evil = "[x](command:workbench.action.quit)";
    const document = await openIn("bond-capture", dump.replace("Slave: eno1\n", `Slave: ${evil}\n`));
    const text = await explained(document, evil, 1);
    assertIncludes(text, `\`${evil}\``);
    const [hover] = await hoversAt(document, positionOf(document, evil, 1));
    assert(hover, "a hover");
    for (const content of hover.contents) assert(!(content as MarkdownString).isTrusted, "nothing of it is trusted");
  });

  test("a text that is no capture has no hover", async () => {
    const document = await openNew(newFolder(), "notes.txt", "We saw MII Status: up and Link detected: no.\n");
    assertEqual((await hoversAt(document, positionOf(document, "MII Status", 2))).length, 0);
  });
});

function positionOf(document: TextDocument, text: string, column: number): Position {
  const offset = document.getText().indexOf(text);
  assert(offset !== -1, `${text} is there`);
  return document.positionAt(offset + column);
}

async function hoversAt({ uri }: TextDocument, position: Position): Promise<Hover[]> {
  return commands.executeCommand<Hover[]>("vscode.executeHoverProvider", uri, position);
}

async function explained(document: TextDocument, text: string, column: number): Promise<string> {
  const hovers = await hoversAt(document, positionOf(document, text, column));
  return hovers.flatMap(({ contents }) => contents.map((content) => (content as MarkdownString).value)).join("\n");
}
