import type { Problem } from "@plumbline/contracts/problem";

/** Why a sign-in did not work, in the form in which it travels from the portal's server to the form. */
export interface SignInFailure {
  code: "credentials" | "wait" | "refused" | "unavailable";
  detail: string;
  /** Milliseconds since 1970 from which on another attempt may work. */
  retryAt?: number;
  requestId?: string;
}

export function failureOf(problem: Problem, now: number): SignInFailure {
  const retryAt = problem.retryAfterSeconds === undefined ? {} : { retryAt: now + problem.retryAfterSeconds * 1000 };
  const { detail, requestId } = problem;
  if (problem.retryAfterSeconds !== undefined || problem.code === "rate-limited") return { code: "wait", detail, requestId, ...retryAt };
  if (problem.code === "unauthenticated" || problem.code === "invalid") return { code: "credentials", detail, requestId };
  if (problem.code === "forbidden") return { code: "refused", detail, requestId };
  return { code: "unavailable", detail, requestId };
}

export const unavailable: SignInFailure = {
  code: "unavailable",
  detail: "The portal could not reach the platform. Try again in a moment; if it stays so, tell whoever runs it.",
};

/** next-auth gives the message of an error to the page inside an address. */
export function packFailure(failure: SignInFailure): string {
  const bytes = new TextEncoder().encode(JSON.stringify(failure));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

export function unpackFailure(packed: string | null): SignInFailure {
  try {
    const base64 = (packed ?? "").replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const failure = JSON.parse(new TextDecoder().decode(bytes)) as SignInFailure;
    return typeof failure.code === "string" && typeof failure.detail === "string" ? failure : unavailable;
  } catch {
    return unavailable;
  }
}
