import { describe, expect, test } from "vitest";
import { labFile, SHUT } from "../../lab.ts";
import { kindsOf, reportOf, reportsOf, shown } from "./read.ts";

describe("keyfiles", () => {
  const path = `${SHUT}/keyfiles/bond0.nmconnection`;
  const text = labFile(path);

  test("of the model incident: properties, options, and where another option goes", () => {
    const file = reportOf("keyfile", text, path);
    expect(file.properties.get("connection.interface-name")?.value).toBe("bond0");
    expect([...file.bondOptions].map(([name, { value }]) => `${name}=${value}`)).toEqual([
      "miimon=0",
      "mode=active-backup",
      "primary=eno1",
    ]);
    expect(shown(text, file.bondOptions.get("miimon"))).toBe("miimon=0");
    const end = file.bondGroup?.end ?? 0;
    expect(text.slice(0, end).endsWith("\nprimary=eno1")).toBe(true);
    expect(text[end]).toBe("\n");
  });

  test("of a port names its bond, in both vocabularies", () => {
    const port = reportOf("keyfile", labFile(`${SHUT}/keyfiles/bond0-eno1.nmconnection`));
    expect(port.properties.get("connection.master")?.value).toBe("bond0");
    expect(port.bondGroup).toBeUndefined();
    const newer = "[connection]\nid=p\ntype=ethernet\ncontroller=bond0\nport-type=bond\n";
    expect(reportOf("keyfile", newer).properties.get("connection.controller")?.value).toBe("bond0");
  });

  test("values are kept as written: trailing blanks, inline comments; comments and duplicates as GLib reads them", () => {
    const text =
      "[connection]\ntype=bond\n\n[bond]\n# miimon=5\n; mode=4\nmode=active-backup\r\nmiimon = 100 # fast \nmimon=100\nmiimon=200  \narp_ip_target=10.0.0.1,10.0.0.2\n\n[ipv4]\n";
    const file = reportOf("keyfile", text);
    expect(file.bondOptions.get("miimon")?.value).toBe("200  ");
    expect(shown(text, file.bondOptions.get("miimon"))).toBe("miimon=200  ");
    expect(file.bondOptions.get("mode")?.value).toBe("active-backup");
    expect(file.bondOptions.get("arp_ip_target")?.value).toBe("10.0.0.1 10.0.0.2");
    expect(file.properties.get("bond.arp_ip_target")?.value).toBe("10.0.0.1,10.0.0.2");
    expect(file.unknownOptions.map(({ value }) => value)).toEqual(["mimon"]);
    expect(text.slice(0, file.bondGroup?.end).endsWith("10.0.0.2")).toBe(true);
  });

  test("by path, by command, by banner and by first line", () => {
    expect(kindsOf(text, "etc/NetworkManager/system-connections/bond0")).toEqual(["keyfile"]);
    expect(kindsOf(`# cat /etc/NetworkManager/system-connections/bond0.nmconnection\n${text}`)).toEqual(["keyfile"]);
    expect(kindsOf(`==> /etc/NetworkManager/system-connections/bond0.nmconnection <==\n${text}`)).toEqual(["keyfile"]);
    expect(kindsOf(`Hello\n${text}`)).toEqual(["other", "keyfile"]);
    expect(reportsOf("keyfile", text + text).length).toBe(2);
    expect(kindsOf("[bond]\nmode=1\n")).toEqual(["keyfile"]);
  });

  test("other INI files are none", () => {
    expect(kindsOf("[connection]\nwifi.powersave=2\n", "NetworkManager.conf")).toEqual(["other"]);
    expect(kindsOf("[connection]\nhost=db\nid=4\n[bond]\nrate=3\n", "app.ini")).toEqual(["other"]);
  });
});
