import type { z } from "zod";
import type { Permission } from "./permissions.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Name of an audit action (`noun.object.verb`), or the reason why nothing is recorded. */
export type AuditPolicy = `${string}.${string}` | { readonly none: string };

/** The allowance that requests count against: that of signing in, or the wide one of logging runs. */
export type Allowance = "sign-in" | "ingest";

/**
 * One thing that can be asked of the platform. Server binding, typed client, OpenAPI and the generated
 * authorization tests are derived from it; `permission` and `audit` cannot be left out.
 */
export interface Operation {
  /** `noun.verb`, unique. */
  readonly id: `${string}.${string}`;
  readonly method: Method;
  /** Path below `/api/v1`, with `:name` for each member of `params`. */
  readonly path: `/${string}`;
  /** One sentence for the reference. */
  readonly summary: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodObject;
  readonly response: z.ZodType;
  readonly permission: Permission;
  readonly audit: AuditPolicy;
  /** Left out, requests count against the caller's ordinary allowance. */
  readonly rateLimit?: Allowance;
  /** Accepts an `Idempotency-Key` header: the first answer is kept for a day and given again. */
  readonly idempotent?: boolean;
}

type PartOut<T> = T extends z.ZodObject ? z.output<T> : unknown;
type PartIn<T> = T extends z.ZodObject ? z.input<T> : unknown;

/** What a verb receives: params, query and body, parsed and merged. */
export type Input<O extends Operation> = PartOut<O["params"]> & PartOut<O["query"]> & PartOut<O["body"]>;
/** What a caller may write before parsing: defaults may be left out. */
export type CallInput<O extends Operation> = PartIn<O["params"]> & PartIn<O["query"]> & PartIn<O["body"]>;
/** What a verb answers with. */
export type Output<O extends Operation> = z.output<O["response"]>;

/** Audit policy of queries. */
export const reading = { none: "reading changes nothing" } as const satisfies AuditPolicy;

/** Declares an operation and keeps its exact types. */
export const operation = <const O extends Operation>(definition: O): O => definition;
