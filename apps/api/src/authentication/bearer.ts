import { AppError } from "@plumbline/core/kernel";

/** The secret in an `Authorization` header: a bearer token, or the password of HTTP Basic; undefined where there is no header. */
export function readSecret(authorization: string | undefined): string | undefined {
  if (authorization === undefined) return undefined;
  const [, scheme = "", credentials = ""] = /^(\S+)\s+(\S+)\s*$/.exec(authorization) ?? [];
  switch (scheme.toLowerCase()) {
    case "bearer":
      return credentials;
    case "basic":
      return basicPassword(credentials);
    default:
      throw new AppError("unauthenticated", "The Authorization header must be `Bearer <token>`, or `Basic` with a token as the password.");
  }
}

/** MLflow clients send MLFLOW_TRACKING_USERNAME and _PASSWORD so; the name says nothing that the token does not. */
function basicPassword(credentials: string): string {
  const text = Buffer.from(credentials, "base64").toString("utf8");
  return text.slice(text.indexOf(":") + 1);
}
