import { setTimeout as delay } from "node:timers/promises";
import { pinnedNode, StartError } from "./checkout.mjs";
import { isRunning } from "./processes.mjs";
import { lastJsonLine, run } from "./run.mjs";

const watchMs = 500;
const longestPauseMs = 10_000;
const names = ["DATABASE_OWNER_URL", "DATABASE_SYSTEM_URL", "DATABASE_RETENTION_URL"];

async function command(args, options) {
  try {
    return lastJsonLine(await run(pinnedNode, ["tooling/database.ts", ...args], { ...options, capture: true }));
  } catch (error) {
    const answer = lastJsonLine(error.output ?? "");
    throw answer?.error ? new StartError(answer.error, { cause: error }) : error;
  }
}

function environmentOf(urls) {
  return {
    DATABASE_URL: urls.app,
    DATABASE_OWNER_URL: urls.owner,
    DATABASE_SYSTEM_URL: urls.system,
    DATABASE_RETENTION_URL: urls.retention,
  };
}

/** The database that DATABASE_URL names: migrated, and otherwise left to whoever runs it. */
async function external({ env, say, signal }) {
  say("migrating the database");
  await command(["migrate"], { env, signal });
  return { env: {}, watch: () => undefined, stop: () => Promise.resolve() };
}

/** The private server of `dir`. `watch` starts it again on the same port when it dies. */
async function embedded({ dir, env, say, signal }) {
  const halfway = names.find((name) => env[name]);
  if (halfway) throw new StartError(`DATABASE_URL: not set, though ${halfway} is; set all four addresses, or none for a private database`);
  say("starting the database");
  let server = await command(["start", dir], { env, signal });
  let isStopping = false;
  let restarting;

  async function restart() {
    say("the database ended; starting it again");
    // On the same port: the processes have its address.
    server = await command(["start", dir, String(server.port)], { env });
  }

  async function watch() {
    let pauseMs = watchMs;
    while (!isStopping) {
      await delay(pauseMs, undefined, { ref: false });
      if (isStopping || isRunning({ pid: server.pid, mark: "postgres" })) continue;
      restarting = restart();
      pauseMs = await restarting.then(
        () => watchMs,
        (error) => {
          say(error.message);
          return Math.min(pauseMs * 2, longestPauseMs);
        },
      );
    }
  }
  return {
    env: environmentOf(server.urls),
    watch,
    stop: async () => {
      isStopping = true;
      await restarting?.catch(() => undefined);
      await command(["stop", dir], { env });
    },
  };
}

/** Makes the database ready for the processes. A private one is stopped again when that fails. */
export async function startDatabase(options) {
  if (options.env.DATABASE_URL) return external(options);
  try {
    return await embedded(options);
  } catch (error) {
    await command(["stop", options.dir], { env: options.env }).catch(() => undefined);
    throw error;
  }
}
