import { expect } from "@playwright/test";
import { test } from "./portal.ts";

test("signing out makes a stolen cookie worthless", async ({ person, browser, baseURL, complaints, workspace }) => {
  const viewer = await person("viewer");
  const page = await viewer.browser();
  await page.goto(`/w/${workspace}`);
  const thief = await browser.newContext({ baseURL: baseURL ?? "", storageState: await page.context().storageState() });
  complaints(thief);
  const me = "/api/v1/me";
  expect((await thief.request.get(me)).status()).toBe(200);

  await page.getByRole("button", { name: /^Your menu/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in to Plumbline" })).toBeVisible();

  expect((await thief.request.get(me)).status()).toBe(401);
  const stolen = await thief.newPage();
  await stolen.goto(`/w/${workspace}/experiments`);
  await expect(stolen.getByRole("heading", { name: "Sign in to Plumbline" })).toBeVisible();
  await expect(stolen).toHaveURL(/next=/);
  await thief.close();
});
