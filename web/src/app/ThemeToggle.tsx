import { useState } from "react";
import { MoonIcon, SunIcon, SystemIcon } from "../ui/icons";
import { loadTheme, saveTheme, type Theme } from "./theme";

const ORDER: readonly Theme[] = ["system", "light", "dark"];
const ICONS = { system: SystemIcon, light: SunIcon, dark: MoonIcon };

export function ThemeToggle() {
  const [theme, setTheme] = useState(loadTheme);
  const next = ORDER[(ORDER.indexOf(theme) + 1) % ORDER.length] ?? "system";
  const Icon = ICONS[theme];
  return (
    <button
      type="button"
      className="button button-quiet button-icon"
      aria-label={`Theme: ${theme}. Change to ${next}`}
      title={`Theme: ${theme}`}
      onClick={() => {
        saveTheme(next);
        setTheme(next);
      }}
    >
      <Icon />
    </button>
  );
}
