import assert from "node:assert/strict";
import { createHmac, hkdfSync } from "node:crypto";
import type { Server } from "../faults/server.ts";
import type { ProductClient } from "./product-client.ts";

interface Grant {
  readonly sessionId: string;
  readonly user: { readonly id: string };
}

/** Signs somebody in for the first time where no portal runs: what it does with the right password is done here. */
export async function signInWithoutPortal({ url, secret, first }: Pick<Server, "url" | "secret" | "first">): Promise<ProductClient> {
  const { email, password } = first;
  const signIn = async (typed: string): Promise<ProductClient> => {
    const { sessionId, user } = await ask<Grant>(url, "POST /sessions", { body: { email, password: typed } });
    const cookie = `plumbline.session=${signed({ sid: sessionId, sub: user.id }, secret)}`;
    return {
      call: (operation, body, workspace = "default") =>
        ask(url, operation, { ...(body ? { body } : {}), headers: { cookie, "x-plumbline-workspace": workspace } }),
    };
  };
  const chosen = "a plumb line hangs straight";
  await (await signIn(password)).call("POST /me/password", { currentPassword: password, newPassword: chosen });
  return signIn(chosen);
}

async function ask<Answer>(
  url: string,
  operation: string,
  { body, headers }: { body?: object; headers?: Record<string, string> },
): Promise<Answer> {
  const [method = "", path = ""] = operation.split(" ");
  const answer = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { ...headers, origin: url, ...(body ? { "content-type": "application/json" } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await answer.text();
  assert.ok(answer.ok, `${operation}: ${answer.status} ${text}`);
  return JSON.parse(text) as Answer;
}

/** A session's cookie as the portal writes it. */
function signed(claims: object, secret: string): string {
  const now = Math.floor(Date.now() / 1000);
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const text = `${part({ alg: "HS256" })}.${part({ ...claims, iss: "plumbline", aud: "session", iat: now, exp: now + 3600 })}`;
  const key = new Uint8Array(hkdfSync("sha256", secret, "", "plumbline session", 32));
  return `${text}.${createHmac("sha256", key).update(text).digest("base64url")}`;
}
