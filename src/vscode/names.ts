import { type Disposable, type Location, languages, type Position, type TextDocument } from "vscode";
import type { NamedPlace } from "../engine/index.ts";
import { SELECTOR } from "./documents.ts";
import { contained } from "./log.ts";
import type { OpenCaptures } from "./openCaptures.ts";
import { Places } from "./places.ts";

/** Definition and references of an interface's name across the files of its case, also those that are not open. */
export function provideNames(captures: OpenCaptures): Disposable[] {
  const locations = (
    document: TextDocument,
    position: Position,
    wanted: (place: NamedPlace) => boolean,
  ): Location[] | undefined => {
    const own = captures.captureOf(document);
    const offset = document.offsetAt(position);
    const named = own?.names.find(({ start, end }) => start <= offset && offset <= end);
    if (own === undefined || named === undefined) return undefined;
    const analysis = captures.analysis();
    const places = new Places(analysis);
    return analysis.captures
      .filter((capture) => capture.case === own.case)
      .flatMap(({ path, names }) =>
        names
          .filter((place) => isSame(place, named) && wanted(place))
          .map(({ start, end }) => places.location({ path, start, end })),
      );
  };
  return [
    languages.registerDefinitionProvider(
      [...SELECTOR],
      contained("definition", {
        provideDefinition: (document, position) => locations(document, position, ({ block }) => block !== undefined),
      }),
    ),
    languages.registerReferenceProvider(
      [...SELECTOR],
      contained("references", {
        provideReferences: (document, position, { includeDeclaration }) =>
          locations(document, position, ({ block }) => includeDeclaration || block === undefined),
      }),
    ),
  ];
}

/** A session may show several hosts that use the same names. */
function isSame(one: NamedPlace, other: NamedPlace): boolean {
  const [host, another] = [one.section.host, other.section.host];
  return one.name === other.name && (host === undefined || another === undefined || host === another);
}
