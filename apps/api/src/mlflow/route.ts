import type { Method, Operation } from "@plumbline/contracts/operation";
import type { Caller, Deps } from "@plumbline/core/kernel";
import type { FastifyReply, FastifyRequest } from "fastify";
import { type Decoded, decode, type Fields } from "./fields.ts";
import { readRequest } from "./request.ts";

/** What a handler works with: who asks, for what, and the parts of the path. */
export interface Call {
  readonly deps: Deps;
  readonly caller: Caller;
  readonly params: Readonly<Record<string, string>>;
}

/** A route below `/api/<version>/mlflow/` and `/ajax-api/<version>/mlflow/`. */
export interface MlflowRoute {
  readonly method: Method;
  /** Without a leading slash. */
  readonly path: string;
  readonly operation: Operation;
  /** Served below `/ajax-api` alone, as by stock servers. */
  readonly isAjaxOnly?: boolean;
  /** Of a good answer; 200 when left out. */
  readonly status?: number;
  /** What it returns is sent as JSON, undefined as `{}`, unless it sent the reply itself. */
  readonly answer: (call: Call, request: FastifyRequest, reply: FastifyReply) => unknown;
}

type Place = Omit<MlflowRoute, "answer">;

/** A route whose request is JSON or a query, decoded by its fields in the order in which a stock server checks them. */
export function route<const F extends Fields>(
  place: Place & { readonly fields: F },
  handle: (call: Call, input: Decoded<F>) => Promise<unknown>,
): MlflowRoute {
  const { fields, ...rest } = place;
  return { ...rest, answer: async (call, request) => handle(call, decode(fields, await readRequest(request, fields))) };
}
