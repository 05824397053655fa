/** What the bundler supplies: see ../bundle.mjs. */
declare const LINE_MARK: string;
declare const GREP: string;

declare module "*.txt" {
  const text: string;
  export default text;
}

declare module "mocha/mocha.js";

declare module "*.nmconnection" {
  const text: string;
  export default text;
}
