// The suite's entry: both extension hosts load the compiled file and call run().
import { runMocha } from "./mocha.ts";
import "./recognition.test.ts";
import "./finding.test.ts";
import "./fix.test.ts";
import "./lifecycle.test.ts";
import "./folder.test.ts";
import "./options.test.ts";
import "./explain.test.ts";
import "./plan.test.ts";
import "./bonds.test.ts";
import "./cases.test.ts";
import "./navigation.test.ts";
import "./log.test.ts";
// Before the large files: what they leave to be collected would hide what is held here.
import "./soak.test.ts";
import "./analyzeFile.test.ts";
import "./large.test.ts";

export const run = runMocha;
