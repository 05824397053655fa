/** The little of markdown-it that the tests use; it brings no types of its own. */
declare module "markdown-it" {
  export default class MarkdownIt {
    constructor(options: { readonly html: boolean; readonly linkify: boolean });
    render(text: string): string;
    validateLink(url: string): boolean;
  }
}
