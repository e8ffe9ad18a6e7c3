import { deleteCurrentSession } from "@plumbline/contracts/access/session";
import { type Client, createClient } from "@plumbline/contracts/client";
import { askPassword } from "./ask-password.ts";
import { CommandError, type Context, type Option, textOf, type Values } from "./command.ts";
import { ask, chooseServer, serverOptions } from "./server.ts";

const { url, local, data } = serverOptions;

/** Options of what people alone may do, by a session and never by a token. */
export const sessionOptions = {
  ...(url && { url }),
  ...(local && { local }),
  ...(data && { data }),
  email: {
    type: "string",
    value: "EMAIL",
    help: "whose rights to use (PLUMBLINE_EMAIL); the password is PLUMBLINE_PASSWORD, or asked for",
  },
} as const satisfies Readonly<Record<string, Option>>;

/** Signs a person in as the portal does, and out again when the work is done or has failed. */
export async function asPerson(values: Values, context: Context, work: (client: Client) => Promise<void>): Promise<void> {
  const email = textOf(values, "email") ?? context.env.PLUMBLINE_EMAIL;
  if (!email) throw new CommandError("--email is missing: this takes a person's rights, which no token has");
  const origin = chooseServer(values, context).url;
  const password = context.env.PLUMBLINE_PASSWORD || (await askPassword(`Password of ${email}: `));
  const cookie = await signIn(origin, { email, password });
  const client = createClient({ baseUrl: origin, headers: () => ({ origin, cookie, "x-plumbline-workspace": "default" }) });
  try {
    await work(client);
  } finally {
    await ask(() => client.call(deleteCurrentSession, {}));
  }
}

/** The cookies of a new session. */
async function signIn(origin: string, account: { email: string; password: string }): Promise<string> {
  const cookies = new Map<string, string>();
  const cookie = (): string => [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const send = async (path: string, init: RequestInit): Promise<Record<string, unknown>> => {
    const answer = await ask(() => fetch(origin + path, { ...init, headers: { origin, cookie: cookie() }, redirect: "manual" }));
    for (const set of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      cookies.set(name, value);
    }
    const said: unknown = await answer.json().catch(() => ({}));
    return typeof said === "object" && said !== null ? { ...said } : {};
  };
  const { csrfToken } = await send("/auth/csrf", {});
  if (typeof csrfToken !== "string") throw new CommandError(`no portal answers at ${origin}`);
  const form = new URLSearchParams({ ...account, csrfToken, json: "true" });
  const { url: next } = await send("/auth/callback/password", { method: "POST", body: form });
  const failure = typeof next === "string" && URL.canParse(next, origin) ? new URL(next, origin).searchParams.get("error") : "";
  if (failure !== null) throw new CommandError(`${account.email} was not signed in: ${reasonOf(failure)}`);
  return cookie();
}

/** The portal's pages are told why in the address, packed. */
function reasonOf(packed: string): string {
  try {
    return String((JSON.parse(Buffer.from(packed, "base64url").toString()) as { detail: unknown }).detail);
  } catch {
    return "the portal did not say why";
  }
}
