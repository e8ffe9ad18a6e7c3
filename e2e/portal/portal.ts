import { randomUUID } from "node:crypto";
import { type APIRequestContext, type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import type { Account, Product } from "./product.ts";
import { call, choosePassword, signIn, trySignIn } from "./session.ts";
import { type Tracking, tracking } from "./tracking.ts";

export type Role = "viewer" | "contributor" | "engineer" | "approver" | "admin";

/** A person with a role in the workspace of the test. */
export interface Person {
  account: Account;
  /** The api, in the person's session. */
  api: APIRequestContext;
  /** A client of the MLflow protocol with a token of the person. */
  tracking: () => Promise<Tracking>;
  /** A browser in which the person is signed in. */
  browser: () => Promise<Page>;
}

interface Fixtures {
  /** Name of a workspace made for the test. */
  workspace: string;
  person: (role: Role) => Promise<Person>;
  /** What browsers may complain about on their console, such as an answer that the test provokes. */
  expectedComplaints: RegExp[];
  /** Collects what the browser complains about; the test fails on what was not expected. */
  complaints: (context: BrowserContext) => void;
}

interface WorkerFixtures {
  product: Product;
  /** The api, in a session of the platform's administrator. */
  platform: APIRequestContext;
}

/** The password that the first administrator chooses. */
export const chosenPassword = "a plumb line hangs straight";

export const test = base.extend<Fixtures, WorkerFixtures>({
  product: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures that one needs from here
    async ({}, use) => {
      await use(JSON.parse(process.env.PLUMBLINE_E2E_PRODUCT ?? "{}") as Product);
    },
    { scope: "worker" },
  ],
  platform: [
    async ({ product }, use) => {
      const client = await signInSettled(product);
      await use(client);
      await client.dispose();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ product }, use) => {
    await use(product.url);
  },
  workspace: async ({ platform }, use) => {
    const name = `w-${randomUUID().slice(0, 8)}`;
    await call(platform, "POST /workspaces", { name });
    await use(name);
  },
  expectedComplaints: [[], { option: true }],
  complaints: async ({ expectedComplaints }, use) => {
    const heard: string[] = [];
    await use((context) => {
      context.on("console", (message) => {
        if (message.type() === "error") heard.push(`${message.text()} ${message.location().url}`);
      });
      context.on("weberror", (error) => heard.push(String(error.error().stack)));
    });
    expect(heard.filter((text) => !expectedComplaints.some((expected) => expected.test(text)))).toEqual([]);
  },
  context: async ({ context, complaints }, use) => {
    complaints(context);
    await use(context);
  },
  person: async ({ browser, product, platform, workspace, complaints, contextOptions, viewport }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (role) => {
      const { account, api } = await addPerson({ product, platform, workspace, role });
      return {
        account,
        api,
        tracking: async () => tracking(product.url, await makeToken(api, workspace)),
        browser: async () => {
          const storageState = await api.storageState();
          const context = await browser.newContext({ ...contextOptions, viewport, baseURL: product.url, storageState });
          complaints(context);
          contexts.push(context);
          return context.newPage();
        },
      };
    });
    for (const context of contexts) await context.close();
  },
});

/** With the password that the journey of the first start chose; it is chosen here where that did not run. */
async function signInSettled({ url, first }: Product): Promise<APIRequestContext> {
  const settled = await trySignIn(url, { ...first, password: chosenPassword });
  if (settled) return settled;
  const client = await signIn(url, first);
  await choosePassword(client, first.password, chosenPassword);
  return client;
}

interface NewPerson {
  product: Product;
  platform: APIRequestContext;
  workspace: string;
  role: Role;
}

export async function addPerson({ product, platform, workspace, role }: NewPerson): Promise<Pick<Person, "account" | "api">> {
  const email = `${role}-${randomUUID().slice(0, 8)}@plumbline.test`;
  const made = await call<{ password: string }>(platform, "POST /users", { email, name: names[role] });
  await call(platform, "POST /members", { email, role, workspace });
  const api = await signIn(product.url, { email, password: made.password });
  const password = `${made.password}, but chosen`;
  await choosePassword(api, made.password, password);
  return { account: { email, password }, api };
}

const names: Record<Role, string> = {
  viewer: "Vera Viewer",
  contributor: "Cora Contributor",
  engineer: "Enzo Engineer",
  approver: "Ada Approver",
  admin: "Alma Admin",
};

async function makeToken(api: APIRequestContext, workspace: string): Promise<string> {
  return (await call<{ secret: string }>(api, "POST /tokens", { name: "Suite", workspace })).secret;
}
