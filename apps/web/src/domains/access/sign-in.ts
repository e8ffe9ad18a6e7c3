import { type SignInFailure, unavailable, unpackFailure } from "./sign-in-failure.ts";

/** next-auth takes forms that carry its own token against forgery; the same value lies in a cookie. */
async function postForm(path: string, fields: Record<string, string>): Promise<Response> {
  const { csrfToken } = (await (await fetch("/auth/csrf")).json()) as { csrfToken: string };
  return fetch(path, { method: "POST", body: new URLSearchParams({ ...fields, csrfToken, json: "true" }) });
}

/** Signs in; the answer is the failure, or undefined where it worked. */
export async function signInWithPassword(email: string, password: string): Promise<SignInFailure | undefined> {
  try {
    const response = await postForm("/auth/callback/password", { email, password });
    if (response.ok) return undefined;
    const { url } = (await response.json()) as { url: string };
    return unpackFailure(new URL(url, location.origin).searchParams.get("error"));
  } catch {
    return unavailable;
  }
}

/** Ends the session here and on the server, then leaves for the sign-in page. */
export async function signOut(): Promise<void> {
  await postForm("/auth/signout", {}).catch(() => undefined);
  location.assign("/sign-in");
}
