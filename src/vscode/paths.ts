import { Uri } from "vscode";

const known = new Map<string, Uri>();

/** The path under which the engine knows a document or a file. */
export function pathOf(uri: Uri): string {
  const path = uri.toString(true);
  known.set(path, uri);
  return path;
}

/** The document or file that the engine knows under a path. */
export function uriOf(path: string): Uri {
  return known.get(path) ?? Uri.parse(path);
}
