import { createHmac, randomBytes } from "node:crypto";
import type { WebhookFormat } from "@plumbline/contracts/notifications";

const prefix = "whsec_";
const secretBytes = 32;

/** A new secret, as Standard Webhooks writes one: `whsec_` and the key as base64. */
export const newSecret = (): string => `${prefix}${randomBytes(secretBytes).toString("base64")}`;

export interface Signing {
  readonly format: WebhookFormat;
  readonly id: string;
  readonly at: Date;
  readonly body: string;
  /** The present secret first. */
  readonly secrets: readonly string[];
}

/**
 * The headers that let a receiver verify a body. Standard Webhooks 1.0: HMAC-SHA256 over `id.timestamp.body` by the bytes
 * that the secret encodes, one signature for each secret. MLflow: the same text, the secret's characters as key, and the
 * present secret alone, since its verification compares the whole header.
 */
export function signatureHeaders({ format, id, at, body, secrets }: Signing): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const sign = (key: Buffer): string => `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
  if (format === "mlflow") {
    return {
      "x-mlflow-delivery-id": id,
      "x-mlflow-timestamp": timestamp,
      "x-mlflow-signature": sign(Buffer.from(secrets[0] ?? "")),
    };
  }
  return {
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": secrets.map((secret) => sign(keyOf(secret))).join(" "),
  };
}

const keyOf = (secret: string): Buffer => Buffer.from(secret.startsWith(prefix) ? secret.slice(prefix.length) : secret, "base64");
