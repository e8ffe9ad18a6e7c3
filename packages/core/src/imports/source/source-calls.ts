import { text } from "node:stream/consumers";
import type { SignIn } from "@plumbline/contracts/imports";
import { OutboundError, type Source, type SourceAnswer } from "@plumbline/outbound";
import type { z } from "zod";
import { pause } from "../../kernel/index.ts";
import { readMlflowJson } from "./mlflow-json.ts";
import { SourceFailure } from "./source-failure.ts";

/** One call of the source's REST API. */
export interface SourceCall {
  readonly method: "GET" | "POST";
  /** Below the address, such as `/api/2.0/mlflow/runs/search`. */
  readonly path: string;
  readonly query?: readonly (readonly [name: string, value: string])[];
  readonly body?: unknown;
  /** Tries, 7 if left out. */
  readonly tries?: number;
}

export interface SourceCalls {
  /** The answer, checked. Throws SourceFailure. */
  readonly ask: <S extends z.ZodType>(schema: S, call: SourceCall) => Promise<z.output<S>>;
  readonly text: (call: SourceCall) => Promise<string>;
  /** Bytes as they come. */
  readonly open: (call: SourceCall) => Promise<AsyncIterable<Uint8Array>>;
}

const passing = new Set([408, 425, 429, 500, 502, 503, 504]);
const triesMost = 7;
const firstPauseMs = 500;
const longestPauseMs = 15_000;

/** Calls that sign in, and are tried again while that may help. What is asked changes nothing there. */
export function openCalls(source: Source, signIn: SignIn, signal: AbortSignal): SourceCalls {
  const headers = { accept: "application/json", "user-agent": "plumbline-import", ...authorization(signIn) };
  const send = async (call: SourceCall): Promise<SourceAnswer> => {
    const body = call.body === undefined ? {} : { body: JSON.stringify(call.body) };
    const query = call.query?.length ? `?${new URLSearchParams(call.query.map(([name, value]): [string, string] => [name, value]))}` : "";
    const type = call.body === undefined ? {} : { "content-type": "application/json" };
    const answer = await source.ask({
      method: call.method,
      path: `${call.path}${query}`,
      headers: { ...headers, ...type },
      signal,
      ...body,
    });
    if (answer.status === 200) return answer;
    throw refusalOf(answer.status, call, await beginningOf(answer));
  };
  const tried = async <R>(call: SourceCall, read: (answer: SourceAnswer) => Promise<R>): Promise<R> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await read(await send(call));
      } catch (error) {
        signal.throwIfAborted();
        const failure = asFailure(error);
        if (!failure.mayPass || attempt >= (call.tries ?? triesMost)) throw failure;
        await pause(Math.min(longestPauseMs, firstPauseMs * 2 ** (attempt - 1)), signal);
        signal.throwIfAborted();
      }
    }
  };
  return {
    ask: (schema, call) => tried(call, async ({ body }) => checked(schema, call, await text(body))),
    text: (call) => tried(call, ({ body }) => text(body)),
    open: (call) => tried(call, async ({ body }) => body),
  };
}

function authorization(signIn: SignIn): Record<string, string> {
  if (signIn.kind === "none") return {};
  if (signIn.kind === "token") return { authorization: `Bearer ${signIn.token}` };
  return { authorization: `Basic ${Buffer.from(`${signIn.user}:${signIn.password}`).toString("base64")}` };
}

function checked<S extends z.ZodType>(schema: S, { path }: SourceCall, body: string): z.output<S> {
  let json: unknown;
  try {
    json = readMlflowJson(body);
  } catch (cause) {
    throw new SourceFailure(`What answers at ${path} is no MLflow server: its answer is not JSON.`, { cause });
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new SourceFailure(`The answer of ${path} is not what an MLflow server says (${issue?.path.join(".")}: ${issue?.message}).`);
}

/** As much of a refusal as is of use, and never more. */
async function beginningOf({ body }: SourceAnswer): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > 4096) break;
  }
  return Buffer.concat(chunks).toString();
}

function refusalOf(status: number, { path }: SourceCall, said: string): SourceFailure {
  if (status === 401) return new SourceFailure("The source refused the sign-in (401). Check user and password, or the token.", { status });
  if (status === 403) return new SourceFailure(`The source does not allow this account to read ${path} (403).`, { status });
  if (status >= 300 && status < 400)
    return new SourceFailure(`The source sends elsewhere (${status}). Give the address that it sends to.`, { status });
  const reason = /"message"\s*:\s*"((?:[^"\\]|\\.){1,200})/.exec(said)?.[1];
  return new SourceFailure(`The source answered ${path} with ${status}${reason === undefined ? "" : `: ${reason}`}.`, {
    status,
    mayPass: passing.has(status),
  });
}

function asFailure(error: unknown): SourceFailure {
  if (error instanceof SourceFailure) return error;
  if (error instanceof OutboundError) return new SourceFailure(error.message, { mayPass: !error.isPermanent, cause: error });
  throw error;
}
