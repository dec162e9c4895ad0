import { useEffect, useState } from "preact/hooks";

export type Theme = "auto" | "light" | "dark";
const KEY = "iljari.theme";

function kept(): Theme {
  try {
    const theme = localStorage.getItem(KEY);
    return theme === "light" || theme === "dark" ? theme : "auto";
  } catch {
    return "auto";
  }
}

/** Whether the page is light or dark: as the system says, unless the reader chose. It is the reader's, not the view's: not in the address. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, set] = useState(kept);
  useEffect(() => {
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // A browser that keeps nothing asks the system again next time.
    }
  }, [theme]);
  return [theme, set];
}
