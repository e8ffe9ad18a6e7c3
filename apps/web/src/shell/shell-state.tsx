"use client";
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import { remember, type Theme, themeAttribute, themeCookie } from "./preferences.ts";

type Overlay = "none" | "commands" | "keys" | "navigation";

interface ShellState {
  theme: Theme;
  setTheme: (theme: Theme) => void;
  overlay: Overlay;
  show: (overlay: Overlay) => void;
}

const Context = createContext<ShellState | undefined>(undefined);

export function useShell(): ShellState {
  const state = useContext(Context);
  if (!state) throw new Error("useShell is for pages of a workspace");
  return state;
}

export function ShellStateProvider(props: { theme: Theme; children: ReactNode }) {
  const [theme, keepTheme] = useState(props.theme);
  const [overlay, show] = useState<Overlay>("none");
  const state = useMemo(() => {
    const setTheme = (next: Theme) => {
      keepTheme(next);
      applyTheme(next);
    };
    return { theme, setTheme, overlay, show };
  }, [theme, overlay]);
  return <Context value={state}>{props.children}</Context>;
}

function applyTheme(theme: Theme): void {
  remember(themeCookie, theme);
  const attribute = themeAttribute(theme);
  if (attribute) document.documentElement.dataset.theme = attribute;
  else delete document.documentElement.dataset.theme;
}
