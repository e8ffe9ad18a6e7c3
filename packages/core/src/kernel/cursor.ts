import { createHash } from "node:crypto";
import { AppError } from "./app-error.ts";

/** Opaque position in a list, bound to what was asked: the same cursor under another order or filter is refused. */
export function encodeCursor(order: string, position: readonly unknown[]): string {
  return Buffer.from(JSON.stringify([fingerprint(order), ...position])).toString("base64url");
}

/** The position of a cursor made for the same order; `invalid` for any other text. */
export function decodeCursor(order: string, cursor: string): unknown[] {
  try {
    const [bound, ...position] = JSON.parse(Buffer.from(cursor, "base64url").toString()) as unknown[];
    if (bound === fingerprint(order)) return position;
  } catch {
    // Falls through: garbage and a cursor of another list are the same mistake.
  }
  throw new AppError("invalid", "The page cursor does not belong to this list. Start again without it.", {
    fields: [{ path: "cursor", message: "not a cursor of this list, filter and order" }],
  });
}

const fingerprint = (order: string): string => createHash("sha256").update(order).digest("base64url").slice(0, 8);
