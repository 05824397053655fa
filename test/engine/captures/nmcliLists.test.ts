import { describe, expect, test } from "vitest";
import { labFile, SHUT } from "../../lab.ts";
import { kindsOf, reportOf, reportsOf, shown } from "./read.ts";

const UUID = "2c5f0f7e-1d2a-4c3b-9e4f-5a6b7c8d9e0f";

describe("the list of profiles", () => {
  const path = "rule-two-managers/1-eno2-held/nmcli_con_show.txt";
  const text = labFile(path);
  const { profiles, complete } = reportOf("nmcli-profiles", text, path);

  test("of a real host: names with blanks, short types, no device", () => {
    expect(profiles.map(({ id, type, device }) => [id?.value, type?.value, device?.value])).toEqual([
      ["bond0", "bond", "bond0"],
      ["Wired connection 1", "ethernet", "eno2"],
      ["lo", "loopback", "lo"],
      ["bond0-eno1", "ethernet", "eno1"],
      ["bond0-eno2", "ethernet", null],
    ]);
    expect(complete).toBe(true);
    expect(shown(text, profiles[1]?.id)).toBe("Wired connection 1");
    expect(shown(text, profiles[4]?.device)).toBe("--");
  });

  test.each([
    ["nmcli con", true],
    ["nmcli connection show", true],
    ["nmcli -f NAME,UUID,TYPE,DEVICE c", true],
    ["nmcli con show --active", false],
    ["nmcli c s -a", false],
    ["nmcli con show | grep bond", false],
  ])("whether %s lists every profile", (command, whole) => {
    expect(reportOf("nmcli-profiles", `# ${command}\n${text}`).complete).toBe(whole);
  });

  test("by its header, quoted, with other columns, and next to another list", () => {
    expect(kindsOf(`Look:\n${text}`)).toEqual(["other", "nmcli-profiles"]);
    expect(reportOf("nmcli-profiles", text.replace(/^/gm, "> ")).profiles.length).toBe(5);
    expect(kindsOf(text, "nmcli_con_show_active.txt")).toEqual(["nmcli-profiles"]);
    expect(kindsOf(`${labFile("rule-two-managers/1-eno2-held/nmcli_dev_status.txt")}${text}`)).toEqual([
      "nmcli-devices",
      "nmcli-profiles",
    ]);
    const more = `NAME   UUID                                  TYPE  AUTOCONNECT  DEVICE \nbond0  ${UUID}  bond  no           --     \n`;
    expect(reportOf("nmcli-profiles", more).profiles[0]?.autoconnect?.value).toBe(false);
  });

  test("terse, with the fields of the command; colons in names are escaped", () => {
    const [profile] = reportOf("nmcli-profiles", `# nmcli -t -f DEVICE,NAME c\neno1:a\\:b\\\\c\n`).profiles;
    expect([profile?.id?.value, profile?.device?.value]).toEqual(["a:b\\c", "eno1"]);
    const [listed] = reportOf("nmcli-profiles", `# nmcli -t con\nbond0:${UUID}:802-3-ethernet:\n`).profiles;
    expect([listed?.type?.value, listed?.device?.value]).toEqual(["ethernet", null]);
  });

  test("translated answers and rows out of their columns say nothing", () => {
    const translated = `NAME   UUID                                  TYPE  AUTOCONNECT  DEVICE \nbond0  ${UUID}  bond  nie          --     \n`;
    expect(reportOf("nmcli-profiles", translated).profiles[0]?.autoconnect).toBeUndefined();
    expect(kindsOf("NAME  UUID  TYPE  DEVICE\nthe bond has no device at all here\n")).toEqual(["other"]);
  });
});

describe("devices", () => {
  test("of a real host: states, the profile in use, nothing on it", () => {
    const path = "edge-ports-admin-down/1-unavailable/nmcli_dev_status.txt";
    const text = labFile(path);
    const { devices, complete } = reportOf("nmcli-devices", text, path);
    const said = devices.map(({ name, state, connection }) => [name.value, state?.value, connection?.value]);
    expect(said[0]).toEqual(["bond0", "connected", "bond0"]);
    expect(said[1]).toEqual(["lo", "external", "lo"]);
    expect(said.at(-1)).toEqual(["eno2", "unavailable", null]);
    expect(complete).toBe(true);
    expect(shown(text, devices.at(-1)?.state)).toBe("unavailable");
  });

  test("one device, with carrier, address and gateway", () => {
    const port = reportOf("nmcli-devices", labFile(`${SHUT}/nmcli_dev_show_eno1.txt`));
    expect(port.devices[0]?.carrier?.value).toBe(false);
    const text = labFile(`${SHUT}/nmcli_dev_show_bond0.txt`);
    const { devices, complete } = reportOf("nmcli-devices", text, "nmcli_dev_show_bond0.txt");
    const [bond] = devices;
    expect([bond?.type?.value, bond?.state?.value, bond?.gateway?.value, bond?.address?.value]).toEqual([
      "bond",
      "connected",
      "10.20.0.1",
      "10.20.0.10/24",
    ]);
    expect(complete).toBe(false);
    expect(shown(text, bond?.state)).toBe("GENERAL.STATE:                          100 (connected)");
  });

  test("the number counts, whatever the language", () => {
    const state = (value: string) =>
      reportOf("nmcli-devices", `GENERAL.DEVICE: bond0\nGENERAL.STATE: ${value}\n`).devices[0]?.state;
    expect(state("100 (połączono)")?.value).toBe("connected");
    expect(state("70 (łączenie (pobieranie konfiguracji adresu IP))")?.value).toBe("connecting");
    expect(state("100 (połączono (zewnętrznie))")?.value).toBe("external");
    expect(state("120 (błąd połączenia)")?.value).toBe("failed");
    expect(state("aktywowano")).toBeUndefined();
    const table = "DEVICE  TYPE  STATE        CONNECTION \nbond0   bond  połączono    bond0      \n";
    expect(reportOf("nmcli-devices", table).devices[0]?.state).toBeUndefined();
  });

  test("several in one output, terse, all fields, and a single field of the command", () => {
    const terse =
      "# nmcli -t dev show\nGENERAL.DEVICE:bond0\nGENERAL.STATE:100 (connected)\nBOND.SLAVES:eno1 eno2\n\nGENERAL.DEVICE:eno1\nCAPABILITIES.SPEED:1000 Mb/s\n";
    const { devices, complete } = reportOf("nmcli-devices", terse);
    expect(devices.map(({ name }) => name.value)).toEqual(["bond0", "eno1"]);
    expect([devices[0]?.ports?.value, devices[1]?.speed?.value, complete]).toEqual(["eno1 eno2", 1000, true]);
    const single = reportOf(
      "nmcli-devices",
      "# nmcli -f GENERAL.STATE dev show bond0\nGENERAL.STATE:   30 (disconnected)\n",
    );
    expect(single.devices[0]?.name.value).toBe("bond0");
    const status = reportOf("nmcli-devices", "# nmcli -t -f DEVICE,STATE d\neno1:unmanaged\n");
    expect(status.devices[0]?.state?.value).toBe("unmanaged");
  });

  test("by command and by name; what is none", () => {
    expect(kindsOf("Error: Device 'bond0' not found.\n", "nmcli_dev_show_bond0.txt")).toEqual(["other"]);
    expect(kindsOf("# nmcli dev reapply bond0\nConnection successfully reapplied to device 'bond0'.\n")).toEqual([
      "other",
    ]);
    expect(reportsOf("nmcli-devices", "DEVICE TYPE STATE are columns\nof nmcli\n")).toEqual([]);
    expect(kindsOf(labFile(`${SHUT}/nmcli_dev_status.txt`), "sos_commands/networkmanager/nmcli_dev")).toEqual([
      "nmcli-devices",
    ]);
  });
});
