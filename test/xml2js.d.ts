/** What the tests use of xml2js, which has no types of its own. */
declare module "xml2js" {
  interface Drawn {
    readonly svg: {
      readonly title: readonly string[];
      readonly desc: readonly string[];
      readonly text: readonly { readonly _: string }[];
    };
  }
  export function parseStringPromise(xml: string, options?: { readonly strict?: boolean }): Promise<Drawn>;
}
