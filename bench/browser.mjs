import { parseArgs } from "node:util";
import { chromium, request } from "@playwright/test";

/** What the command line says: which product, and who signs in; `more` are options of the bench's own. */
export function readOptions(more = {}) {
  const options = {
    url: { type: "string", default: "http://127.0.0.1:3000" },
    email: { type: "string", default: "admin@localhost" },
    password: { type: "string" },
    workspace: { type: "string", default: "default" },
    ...more,
  };
  return parseArgs({ options }).values;
}

/** A page of a product that runs, in the session of one person. */
export async function openPage({ url, email, password, workspace }, viewport) {
  const api = await signIn({ url, email, password, workspace });
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
  const context = await browser.newContext({ baseURL: url, storageState: await api.storageState(), viewport });
  const page = await context.newPage();
  const close = async () => {
    await browser.close();
    await api.dispose();
  };
  return { api, page, longest: (act) => longest({ browser, page }, act), close };
}

/** The three longest tasks of the page's main thread while something is done, in CPU milliseconds. */
async function longest({ browser, page }, act) {
  await browser.startTracing(page, { categories: ["toplevel"] });
  await act();
  const { traceEvents } = JSON.parse(String(await browser.stopTracing()));
  const threads = new Set(traceEvents.filter((event) => event.args?.name === "CrRendererMain").map(({ pid, tid }) => `${pid} ${tid}`));
  const tasks = traceEvents.filter(({ name, pid, tid }) => name === "ThreadControllerImpl::RunTask" && threads.has(`${pid} ${tid}`));
  return tasks
    .map(({ tdur = 0 }) => Math.round(tdur / 1000))
    .sort((one, other) => other - one)
    .slice(0, 3);
}

async function signIn({ url, email, password, workspace }) {
  const client = await request.newContext({
    baseURL: url,
    extraHTTPHeaders: { origin: url, "x-plumbline-workspace": workspace },
  });
  const { csrfToken } = await (await client.get("/auth/csrf")).json();
  const form = { email, password, csrfToken, json: "true" };
  const answer = await client.post("/auth/callback/password", { form });
  if (!answer.ok()) throw new Error(`${email} could not sign in`);
  return client;
}
