import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { freePort } from "../../packages/db/src/free-port.ts";
import { type Api, openApi, run } from "./api-process.ts";
import { type Database, openDatabase } from "./database.ts";
import { openWorker, type Worker } from "./worker-process.ts";

/** An api of this checkout with a PostgreSQL of its own; each may be killed, stopped and started again. */
export interface Server {
  readonly url: string;
  readonly token: string;
  /** Who administers it, with the password that was made for them. */
  readonly first: { readonly email: string; readonly password: string };
  /** What the portal would sign sessions with. */
  readonly secret: string;
  readonly storageDir: string;
  readonly api: Api;
  readonly database: Database;
  /** A worker beside it, which runs jobs on this machine. Any number of them share its directory. */
  readonly openWorker: (variables?: Readonly<Record<string, string>>) => Worker;
  /** What the api has written to its log. */
  readonly log: () => string;
  readonly stop: () => Promise<void>;
}

const secret = "a secret for this suite alone, long enough";

/** Starts both on free ports, with new data; the api at an address of this machine that only this machine reaches, or at another. */
export async function startServer({
  host = "127.0.0.1",
  variables = {},
}: {
  host?: string;
  /** Of api and workers. */
  variables?: Readonly<Record<string, string>>;
} = {}): Promise<Server> {
  const home = mkdtempSync(path.join(tmpdir(), "plumbline-faults-"));
  const storageDir = path.join(home, "storage");
  mkdirSync(storageDir);
  const log = path.join(home, "api.log");
  const database = await openDatabase(path.join(home, "postgres"), await freePort());
  const port = await freePort();
  const env = {
    ...process.env,
    ...database.variables,
    PLUMBLINE_DATA: home,
    PLUMBLINE_HOST: host,
    PLUMBLINE_PORT: String(port),
    PLUMBLINE_INTERNAL_URL: `http://${host}:${port}`,
    PLUMBLINE_SECRET: secret,
    SECRETS_KEY: randomBytes(32).toString("base64"),
    STORAGE_DIR: storageDir,
    LOG_LEVEL: "warn",
    NODE_ENV: "production",
    LOCAL_EXECUTOR: "on",
    ...variables,
  };
  const url = `http://${host}:${port}`;
  const api = openApi({ env, url, log });
  const stop = async () => {
    await api.kill();
    await database.close();
    rmSync(home, { recursive: true, force: true });
  };
  try {
    const { email, password } = JSON.parse(await run(["apps/api/src/bootstrap.ts"], { env })) as Server["first"];
    const made = await run(["apps/api/src/admin-command.ts", "create-token"], { env, input: '{"name":"faults"}\n' });
    await api.start();
    const { secret: token } = JSON.parse(made) as { secret: string };
    return {
      url,
      token,
      secret,
      first: { email, password },
      storageDir,
      api,
      database,
      openWorker: (variables = {}) => openWorker({ env: { ...env, ...variables }, log: path.join(home, "worker.log") }),
      log: () => readFileSync(log, "utf8"),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Asks again and again until the answer is yes. */
export async function eventually(what: string, isSo: () => boolean | Promise<boolean>, timeoutMs = 60_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`${what}: not within ${timeoutMs / 1000} s`);
    await delay(20);
  }
}
