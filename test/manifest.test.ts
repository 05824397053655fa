import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { RULE_IDS, SEVERITIES } from "../src/engine/index.ts";

const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const { contributes } = manifest;

test("the setting names exactly the rules and severities that there are", () => {
  const { propertyNames, additionalProperties } = contributes.configuration.properties["bondlint.rules"];
  expect(propertyNames.enum).toEqual([...RULE_IDS]);
  expect([...additionalProperties.enum].sort()).toEqual([...SEVERITIES, "off"].sort());
});

test("a folder that nobody trusts cannot change severities", () => {
  // VS Code heeds restrictedConfigurations only beside "limited".
  expect(manifest.capabilities.untrustedWorkspaces).toMatchObject({
    supported: "limited",
    restrictedConfigurations: ["bondlint.rules"],
  });
  expect(manifest.capabilities.virtualWorkspaces).toBe(true);
});

test("every command of the manifest is registered", () => {
  const source = readdirSync("src/vscode")
    .map((file) => readFileSync(`src/vscode/${file}`, "utf8"))
    .join("\n");
  for (const { command } of contributes.commands) expect(source).toContain(`"${command}"`);
});

test("the types of the editor are those of the oldest one supported", () => {
  expect(manifest.devDependencies["@types/vscode"]).toBe(manifest.engines.vscode.replace("^", ""));
});

test("files that the manifest names exist", () => {
  for (const path of [manifest.icon, contributes.grammars[0].path, contributes.languages[0].configuration])
    expect(existsSync(path)).toBe(true);
});

test("versions are pinned", () => {
  for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
    expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
  }
});

test("the changelog tells of this version", () => {
  expect(readFileSync("CHANGELOG.md", "utf8")).toContain(`## ${manifest.version}`);
});

test("every grammar story has its snapshot", () => {
  for (const file of readdirSync("test/grammar").filter((name) => name.endsWith(".txt")))
    expect(existsSync(`test/grammar/${file}.snap`)).toBe(true);
});

test("the first line of each kind of capture sets the language, and prose does not", () => {
  const firstLine = new RegExp(contributes.languages[0].firstLine);
  const captures = [
    "Ethernet Channel Bonding Driver: v6.1.0",
    "> Ethernet Channel Bonding Driver: v6.1.0",
    "[root@web1 ~]# cat /proc/net/bonding/bond0",
    "$ cat /proc/net/bonding/bond0",
    "connection.id:                          bond0",
    "14: bond0: <BROADCAST,MULTICAST,MASTER,UP,LOWER_UP> mtu 1500 qdisc noqueue",
  ];
  for (const line of captures) expect(line).toMatch(firstLine);
  for (const line of ["# Notes", "Settings for production: none", "import x from 'y'", "1: one"])
    expect(line).not.toMatch(firstLine);
});
