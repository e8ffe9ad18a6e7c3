export type Theme = "system" | "light" | "dark";

export const themeCookie = "plumbline.theme";
export const sidebarCookie = "plumbline.sidebar";
export const workspaceCookie = "plumbline.workspace";

export function parseTheme(value: string | undefined): Theme {
  return value === "light" || value === "dark" ? value : "system";
}

/** The attribute that the style sheet reads; without it the system decides. */
export function themeAttribute(theme: Theme): "light" | "dark" | undefined {
  return theme === "system" ? undefined : theme;
}

const year = 365 * 86_400;

/** Kept in a cookie, so that the server's first page already has it: nothing flashes and no script runs before paint. */
export function remember(name: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the newer interface exists only on https and localhost
  document.cookie = `${name}=${value}; path=/; max-age=${year}; samesite=lax`;
}
