// `npm run package` (after its build): writes dist/bondlint.vsix, or the file that is named.
import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import { packageExtension } from "./lib/package.mjs";
import { root } from "./lib/paths.mjs";

const [path = join(root, "dist/bondlint.vsix")] = process.argv.slice(2);
const vsix = await packageExtension(resolve(path));
console.log(`${vsix}: ${Math.round(statSync(vsix).size / 1000)} kB`);
