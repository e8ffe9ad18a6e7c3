import type { Page } from "@playwright/test";
import type { Showcase } from "./showcase.ts";

/** One state of one page. */
export interface View {
  name: string;
  path: (showcase: Showcase) => string;
  /** What is done once the page is there: a dialog opened, a row selected. */
  act?: (page: Page) => Promise<void>;
  /** Where there are charts, they are waited for. */
  hasCharts?: boolean;
}

export const press = (name: string) => (page: Page) => page.getByRole("button", { name, exact: true }).click();
