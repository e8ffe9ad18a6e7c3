import { z } from "zod";

/** Every way a request can fail, and the HTTP status it is answered with. */
export const statusOf = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  "not-found": 404,
  conflict: 409,
  "precondition-failed": 412,
  "quota-exceeded": 403,
  "rate-limited": 429,
  unavailable: 503,
  internal: 500,
} as const;

export type ErrorCode = keyof typeof statusOf;

/** A place in a text that was refused, in UTF-16 units, and what would have fitted there. An order is the `index`th of its list. */
export const RefusedPlace = z.object({
  offset: z.int(),
  length: z.int(),
  expected: z.array(z.string()),
  index: z.int().optional(),
});
export type RefusedPlace = z.infer<typeof RefusedPlace>;

/** A field of the input that was refused: where (`body.name`), and why. `place` is there for a filter or an order that cannot be read. */
export const FieldError = z.object({ path: z.string(), message: z.string(), place: RefusedPlace.optional() });
export type FieldError = z.infer<typeof FieldError>;

/** RFC 9457 problem document. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum(Object.keys(statusOf) as [ErrorCode, ...ErrorCode[]]),
  detail: z.string(),
  requestId: z.string(),
  fields: z.array(FieldError).optional(),
  /** Seconds after which the same request may succeed. */
  retryAfterSeconds: z.int().optional(),
});
export type Problem = z.infer<typeof Problem>;
