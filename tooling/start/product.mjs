import { mkdirSync } from "node:fs";
import path from "node:path";
import { pinnedNode } from "./checkout.mjs";
import { encryptionKey, installationSecret } from "./data-dir.mjs";
import { startDatabase } from "./database.mjs";
import { freePort } from "./port.mjs";
import { prepare } from "./prepare.mjs";
import { lastJsonLine, runLogged } from "./run.mjs";
import { startService } from "./service.mjs";

const rotateMs = 60_000;
const graceMs = 2_000;
/** Where the MLflow usually is that somebody brings. */
const privateNetworks = "localhost,127.0.0.0/8,::1,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16";

/** Settings that all processes share. */
async function sharedEnvironment({ options, env }) {
  const webPort = await freePort();
  return {
    ...env,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    PLUMBLINE_DATA: options.dataDir,
    PLUMBLINE_HOST: options.host,
    PLUMBLINE_PORT: String(options.port),
    PLUMBLINE_PUBLIC_URL: options.publicUrl,
    PLUMBLINE_INTERNAL_URL: options.internalUrl,
    PLUMBLINE_WEB_HOST: "127.0.0.1",
    PLUMBLINE_WEB_PORT: String(webPort),
    PLUMBLINE_WEB_ORIGIN: `http://127.0.0.1:${webPort}`,
    PLUMBLINE_SECRET: env.PLUMBLINE_SECRET || installationSecret(options.dataDir),
    SECRETS_KEY: env.SECRETS_KEY || encryptionKey(options.dataDir),
    LOCAL_EXECUTOR: env.LOCAL_EXECUTOR || "on",
    IMPORT_ALLOWED_HOSTS: env.IMPORT_ALLOWED_HOSTS || privateNetworks,
  };
}

/** No process gets an address of the database, nor a key, that it does not need. */
function without(env, ...names) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names.includes(name)));
}

function environments(shared, database) {
  const all = { ...shared, ...database };
  const worker = without(all, "DATABASE_OWNER_URL", "DATABASE_ADMIN_URL");
  const api = without(worker, "DATABASE_RETENTION_URL");
  return { worker, api, web: without(api, "DATABASE_URL", "DATABASE_SYSTEM_URL", "SECRETS_KEY", "SECRETS_KEY_PREVIOUS", "SMTP_URL") };
}

/** Makes the first administrator of a new installation. */
async function bootstrapPlatform({ env, logDir, signal, onAdministrator }) {
  const options = { env, log: path.join(logDir, "bootstrap.log"), capture: true, signal };
  const made = lastJsonLine(await runLogged(pinnedNode, ["apps/api/src/bootstrap.ts"], options));
  if (made?.created) onAdministrator(made);
}

/** The installation of one data directory: its database and its processes. */
export function createProduct({ options, env: given, say, lifetime }) {
  // Node keeps there what it has made of the sources, and does not make it again at the next start.
  const env = { ...given, NODE_COMPILE_CACHE: given.NODE_COMPILE_CACHE || path.join(options.dataDir, "compile-cache") };
  const services = [];
  const drainMs = (Number(env.DRAIN_TIMEOUT_MS) || 10_000) + graceMs;
  const halt = new AbortController();
  lifetime.signal.addEventListener("abort", () => halt.abort());
  const { signal } = halt;
  let database;
  let bringingUp;
  let rotation;

  function each(work) {
    for (const service of services) work(service);
  }

  async function bringUp({ onProcesses, onAdministrator }) {
    await prepare({ env: given, say, signal });
    database = await startDatabase({ dir: path.join(options.dataDir, "postgres"), env, say, signal });
    const environment = environments(await sharedEnvironment({ options, env }), database.env);
    say("starting api, worker and portal");
    const logDir = path.join(options.dataDir, "logs");
    mkdirSync(logDir, { recursive: true, mode: 0o700 });
    const report = () => onProcesses(services.map((service) => service.process()));
    signal.throwIfAborted(); // From here on stop() knows of every process.
    for (const name of ["api", "worker", "web"]) {
      services.push(startService({ name, env: environment[name], logDir, say, onStarted: report }));
    }
    report();
    const bootstrap = bootstrapPlatform({ env: environment.api, logDir, signal, onAdministrator });
    await Promise.all([bootstrap, ...services.map((service) => service.ready)]);
    database.watch();
    rotation = setInterval(() => each((service) => service.rotateLog()), rotateMs);
    return environment.api;
  }

  return {
    start(events) {
      bringingUp = bringUp(events);
      return bringingUp;
    },
    /** Processes before the database: the front first, so that nothing new comes in while the rest finishes. */
    async stop() {
      clearInterval(rotation);
      halt.abort();
      const [api, ...others] = services;
      await api?.stop(drainMs);
      await Promise.all(others.map((service) => service.stop(drainMs)));
      await bringingUp?.catch(() => undefined);
      await database?.stop();
    },
    cut: () => each((service) => service.cut()),
    drainMs,
  };
}
