// Where things are, as absolute paths. Only node builtins: this is read before anything is installed.
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** Output of test runs; ignored by git. */
export const out = join(root, "out");

/** The pinned code-server, with its own lock file. */
export const serverHome = join(root, "test/host/server");
