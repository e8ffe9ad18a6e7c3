import { type APIRequestContext, expect, request } from "@playwright/test";
import type { Account } from "./product.ts";

/** Signs in outside the browser; the client that comes back keeps the session's cookie, or is undefined where it was refused. */
export async function trySignIn(url: string, { email, password }: Account): Promise<APIRequestContext | undefined> {
  const client = await request.newContext({ baseURL: url, extraHTTPHeaders: { origin: url } });
  const { csrfToken } = (await (await client.get("/auth/csrf")).json()) as { csrfToken: string };
  const response = await client.post("/auth/callback/password", { form: { email, password, csrfToken, json: "true" } });
  if (response.ok()) return client;
  await client.dispose();
  return undefined;
}

export async function signIn(url: string, account: Account): Promise<APIRequestContext> {
  const client = await trySignIn(url, account);
  if (!client) throw new Error(`${account.email} could not sign in`);
  return client;
}

export async function choosePassword(client: APIRequestContext, currentPassword: string, newPassword: string): Promise<void> {
  await call(client, "POST /me/password", { currentPassword, newPassword });
}

/** Calls an operation, named as `POST /members`, and returns its answer; fails where it is refused. */
export async function call<Answer>(
  client: APIRequestContext,
  operation: string,
  { workspace, ...data }: Record<string, unknown> & { workspace?: string } = {},
): Promise<Answer> {
  const [method = "", path = ""] = operation.split(" ");
  const response = await client.fetch(`/api/v1${path}`, {
    method,
    ...(workspace ? { headers: { "x-plumbline-workspace": workspace } } : {}),
    ...(Object.keys(data).length > 0 ? { data } : {}),
  });
  expect(response.ok(), `${operation}: ${response.status()} ${await response.text()}`).toBe(true);
  return (await response.json()) as Answer;
}
