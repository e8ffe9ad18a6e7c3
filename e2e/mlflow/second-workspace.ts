import { randomBytes } from "node:crypto";

interface Administrator {
  email: string;
  password: string;
}

/**
 * Does what the first administrator does in the browser: signs in with the generated password, chooses another,
 * makes a workspace and a token of it. Returns the token.
 */
export async function tokenOfSecondWorkspace(url: string, { email, password }: Administrator): Promise<string> {
  const cookies = await signIn(url, { email, password });
  const name = `suite-${randomBytes(4).toString("hex")}`;
  const call = async (method: string, path: string, body: object): Promise<Record<string, unknown>> => {
    const headers = { cookie: cookies, origin: url, "content-type": "application/json", "x-plumbline-workspace": name };
    const answer = await fetch(`${url}/api/v1${path}`, { method, headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? {} : ((await answer.json()) as Record<string, unknown>);
  };
  await call("POST", "/me/password", { currentPassword: password, newPassword: randomBytes(18).toString("base64url") });
  await call("POST", "/workspaces", { name });
  const { secret } = await call("POST", "/tokens", { name: "suite" });
  return String(secret);
}

async function signIn(url: string, { email, password }: Administrator): Promise<string> {
  const form = await fetch(`${url}/auth/csrf`);
  const { csrfToken } = (await form.json()) as { csrfToken: string };
  const body = new URLSearchParams({ csrfToken, email, password, json: "true" });
  const answer = await fetch(`${url}/auth/callback/password`, { method: "POST", headers: { cookie: cookiesOf(form) }, body });
  if (!cookiesOf(answer).includes("plumbline.session=")) throw new Error(`signing in: ${answer.status} ${await answer.text()}`);
  return cookiesOf(answer);
}

function cookiesOf(answer: Response): string {
  const pairs = answer.headers.getSetCookie().map((cookie) => cookie.split(";", 1).join(""));
  return pairs.join("; ");
}
