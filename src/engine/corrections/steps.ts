/** One word of a command: a plain word, the name of a connection profile or device, the value of `bond.options`, or a file that is written to. */
export type Word =
  | string
  | { readonly connection: string }
  | { readonly device: string }
  | { readonly options: string }
  | { readonly into: string };

/** A step of a repair: a command to run, or a remark, perhaps with commands that are an alternative and are not run. */
export type Step =
  | { readonly run: readonly Word[] }
  | { readonly remark: string; readonly instead?: readonly (readonly Word[])[] };
