import { type Client, createClient, ProblemError } from "@plumbline/contracts/client";
import { CommandError, type Context, type Option, textOf, type Values } from "./command.ts";
import { createLocalToken, dataDirectory, dataOption, supervisorOf } from "./local.ts";

/** Where a Plumbline answers, and the token to speak to it with. */
export interface Server {
  readonly url: string;
  readonly token: string | undefined;
  /** It is the one of this machine's npm start. */
  readonly isLocal: boolean;
}

export const serverOptions: Readonly<Record<string, Option>> = {
  url: { type: "string", value: "URL", help: "address of a Plumbline (PLUMBLINE_URL, else the one on this machine)" },
  token: { type: "string", value: "TOKEN", help: "token to use there (PLUMBLINE_TOKEN)" },
  local: { type: "boolean", help: "the one on this machine, whatever the environment says" },
  data: dataOption,
};

/** The server that the options, the environment or this machine name. */
export function chooseServer(values: Values, context: Context): Server {
  const url = textOf(values, "url") ?? context.env.PLUMBLINE_URL;
  if (url === undefined || values.local) {
    return { url: supervisorOf(dataDirectory(values, context)).address, token: undefined, isLocal: true };
  }
  if (!/^https?:/.test(url) || !URL.canParse(url)) {
    throw new CommandError(`--url: given ${JSON.stringify(url)}; allowed: the address of a Plumbline, such as https://ml.example.org`);
  }
  return { url: url.replace(/\/+$/, ""), token: textOf(values, "token") ?? context.env.PLUMBLINE_TOKEN, isLocal: false };
}

/** The same with a token, which is made when the server is on this machine. */
export async function serverWithToken(values: Values, context: Context, name: string): Promise<{ url: string; token: string }> {
  const { url, token, isLocal } = chooseServer(values, context);
  if (isLocal) return { url, token: await createLocalToken(dataDirectory(values, context), { name }) };
  if (token === undefined) throw new CommandError("--token is missing");
  return { url, token };
}

/** The typed client of the public API. */
export function clientOf({ url, token }: Server): Client {
  return createClient({ baseUrl: url, headers: () => (token === undefined ? {} : { authorization: `Bearer ${token}` }) });
}

/** Asks, and puts what the server refuses into one line for the person who typed the command. */
export async function ask<R>(call: () => Promise<R>): Promise<R> {
  try {
    return await call();
  } catch (error) {
    // What fetch throws where nobody answers, or where the answer breaks off.
    if (error instanceof TypeError && error.cause instanceof Error) {
      throw new CommandError(`the server did not answer: ${error.cause.message}`, { cause: error });
    }
    if (!(error instanceof ProblemError)) throw error;
    const fields = error.problem.fields?.map(({ path, message }) => `\n  ${path}: ${message}`) ?? [];
    throw new CommandError(`${error.message}${fields.join("")}`, { cause: error });
  }
}

/** The typed client of the chosen server, with a token. */
export async function openClient(
  values: Values,
  context: Context,
  name: string,
): Promise<Client & { readonly origin: string; readonly token: string }> {
  const { url, token } = await serverWithToken(values, context, name);
  return { ...clientOf({ url, token, isLocal: false }), origin: url, token };
}

/** Whether the server says of itself that it can work. */
export async function isReady(server: Server): Promise<boolean> {
  try {
    const response = await fetch(`${server.url}/health/ready`, { signal: AbortSignal.timeout(10_000) });
    return response.ok;
  } catch (error) {
    throw new CommandError(`nothing answers at ${server.url}`, { cause: error });
  }
}
