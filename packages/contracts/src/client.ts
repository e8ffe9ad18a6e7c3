import type { CallInput, Operation, Output } from "./operation.ts";
import { Problem } from "./problem.ts";

/** An answer other than success, as the server said it. `problem.requestId` finds it in the logs. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail);
    this.name = "ProblemError";
    this.problem = problem;
  }
}

export interface ClientOptions {
  /** Origin of the api, such as `http://localhost:3000`; empty for the page's own. */
  readonly baseUrl: string;
  readonly fetch?: typeof fetch;
  readonly headers?: () => Record<string, string>;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly idempotencyKey?: string;
}

export interface Client {
  /** Calls an operation; throws ProblemError when it is refused, and the fetch's own error when nobody answered. */
  call<O extends Operation>(operation: O, input: CallInput<O>, options?: CallOptions): Promise<Output<O>>;
  /** Address of a GET operation, for links, images and streams. */
  url<O extends Operation>(operation: O, input: CallInput<O>): string;
}

/** The typed client of every operation; the portal and the command line use it. */
export function createClient(options: ClientOptions): Client {
  const request = options.fetch ?? ((...args: Parameters<typeof fetch>) => fetch(...args));
  return {
    url: (operation, input) => options.baseUrl + locate(operation, input as Record<string, unknown>),
    async call(operation, input, callOptions = {}) {
      const values = input as Record<string, unknown>;
      const body = operation.body ? JSON.stringify(pick(values, Object.keys(operation.body.shape))) : undefined;
      const response = await request(options.baseUrl + locate(operation, values), {
        method: operation.method,
        headers: {
          accept: "application/json",
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...(callOptions.idempotencyKey ? { "idempotency-key": callOptions.idempotencyKey } : {}),
          ...options.headers?.(),
        },
        ...(body === undefined ? {} : { body }),
        ...(callOptions.signal ? { signal: callOptions.signal } : {}),
      });
      if (!response.ok) throw new ProblemError(await readProblem(response));
      return (await response.json()) as Output<typeof operation>;
    },
  };
}

function locate(operation: Operation, values: Record<string, unknown>): string {
  const path = operation.path.replace(/:([A-Za-z]+)/g, (_, name: string) => encodeURIComponent(String(values[name])));
  const query = new URLSearchParams();
  for (const name of Object.keys(operation.query?.shape ?? {})) {
    if (values[name] !== undefined) query.set(name, String(values[name]));
  }
  const text = query.toString();
  return `/api/v1${path}${text ? `?${text}` : ""}`;
}

const pick = (values: Record<string, unknown>, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(names.filter((name) => values[name] !== undefined).map((name) => [name, values[name]]));

/** Proxies answer with pages of their own: whatever is not a problem document becomes one. */
async function readProblem(response: Response): Promise<Problem> {
  const parsed = Problem.safeParse(await response.json().catch(() => null));
  if (parsed.success) return parsed.data;
  return {
    type: "about:blank",
    title: response.statusText,
    status: response.status,
    code: response.status === 401 ? "unauthenticated" : response.status >= 500 ? "unavailable" : "invalid",
    detail: `The server answered ${response.status} without saying why.`,
    requestId: response.headers.get("x-request-id") ?? "unknown",
  };
}
