import assert from "node:assert/strict";

interface Product {
  /** Where it is reached. */
  readonly url: string;
  /** What it takes for its own address. */
  readonly publicUrl: string;
}

/** A person's session. */
export interface ProductClient {
  /** Calls an operation, named as `POST /members`, in a workspace; fails where it is refused. */
  readonly call: <Answer>(operation: string, body?: object, workspace?: string) => Promise<Answer>;
}

/** Signs the first administrator in, as the portal's page does, and chooses a password. */
export async function signInFirst(product: Product, { email, password }: { email: string; password: string }): Promise<ProductClient> {
  const first = await signIn(product, { email, password });
  const chosen = "a plumb line hangs straight";
  await first.call("POST /me/password", { currentPassword: password, newPassword: chosen });
  return signIn(product, { email, password: chosen });
}

async function signIn({ url, publicUrl }: Product, account: { email: string; password: string }): Promise<ProductClient> {
  const cookies = new Map<string, string>();
  const ask = async (path: string, init: RequestInit = {}) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(url + path, { ...init, headers: { ...init.headers, origin: publicUrl, cookie }, redirect: "manual" });
    for (const [, name = "", value = ""] of answer.headers.getSetCookie().map((text) => /^([^=]+)=([^;]*)/.exec(text) ?? []))
      cookies.set(name, value);
    const text = await answer.text();
    assert.ok(answer.ok, `${init.method ?? "GET"} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text);
  };
  const { csrfToken } = await ask("/auth/csrf");
  await ask("/auth/callback/password", { method: "POST", body: new URLSearchParams({ ...account, csrfToken, json: "true" }) });
  return {
    call(operation, body, workspace = "default") {
      const [method = "", path = ""] = operation.split(" ");
      const headers = { "x-plumbline-workspace": workspace, ...(body ? { "content-type": "application/json" } : {}) };
      return ask(`/api/v1${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
    },
  };
}
