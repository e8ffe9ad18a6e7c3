import { createHash } from "node:crypto";
import type { Tx } from "@plumbline/db";
import canonicalize from "canonicalize";
import { AppError } from "./app-error.ts";

/** A request that carries an `Idempotency-Key`. */
export interface IdempotentRequest {
  readonly workspaceId: number;
  readonly actorId: string;
  readonly key: string;
  readonly operation: string;
  readonly input: unknown;
}

const keyMax = 200;
const digestOf = (request: IdempotentRequest): Buffer =>
  createHash("sha256")
    .update(request.operation)
    .update(canonicalize(request.input) as string)
    .digest();

/**
 * The answer that was given to this key before, if any. A second request with the same key waits for the first one's
 * transaction; the same key with other content is a conflict.
 */
export async function replay<R>(tx: Tx, request: IdempotentRequest): Promise<{ response: R } | undefined> {
  if (request.key.length === 0 || request.key.length > keyMax) {
    throw new AppError("invalid", `Idempotency-Key has ${request.key.length} characters; 1 to ${keyMax} are allowed.`);
  }
  await tx.rows("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [`${request.workspaceId}/${request.actorId}/${request.key}`]);
  const row = await tx.row<{ operation: string; request_digest: Buffer; response: R }>(
    "SELECT operation, request_digest, response FROM idempotency_key WHERE workspace_id = $1 AND actor_id = $2 AND key = $3",
    [request.workspaceId, request.actorId, request.key],
  );
  if (!row) return undefined;
  if (row.operation !== request.operation || !row.request_digest.equals(digestOf(request))) {
    throw new AppError("conflict", "This Idempotency-Key was used before with a different request. Use a new key.");
  }
  return { response: row.response };
}

/** Keeps the answer for later requests with the same key. */
export async function remember(tx: Tx, request: IdempotentRequest, answer: { response: unknown; now: Date }): Promise<void> {
  await tx.execute(
    "INSERT INTO idempotency_key (workspace_id, actor_id, key, operation, request_digest, response, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
    [request.workspaceId, request.actorId, request.key, request.operation, digestOf(request), JSON.stringify(answer.response), answer.now],
  );
}
