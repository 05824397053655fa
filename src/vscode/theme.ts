import { ColorThemeKind, window } from "vscode";
import type { Theme } from "../engine/index.ts";

/** The theme of the window, as a picture is drawn for it. */
export function windowTheme(): Theme {
  switch (window.activeColorTheme.kind) {
    case ColorThemeKind.Light:
      return "light";
    case ColorThemeKind.HighContrastLight:
      return "high-contrast-light";
    case ColorThemeKind.HighContrast:
      return "high-contrast";
    default:
      return "dark";
  }
}
