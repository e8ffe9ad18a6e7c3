import path from "node:path";
import { parseArgs } from "node:util";
import { root, StartError } from "./checkout.mjs";

export const usage = `Usage: npm start -- [options]

  --port N     port of the one address     (PLUMBLINE_PORT, else 3000)
  --host H     address to listen on        (PLUMBLINE_HOST, else 127.0.0.1)
  --data DIR   directory of all local data (PLUMBLINE_DATA, else .data in the checkout)
  --help

Every other setting is a variable of the environment: docs/configuration.md`;

const wildcards = new Set(["0.0.0.0", "::"]);

function parse(argv) {
  const options = { port: { type: "string" }, host: { type: "string" }, data: { type: "string" }, help: { type: "boolean" } };
  try {
    return parseArgs({ args: argv, options }).values;
  } catch (error) {
    throw new StartError(`${error.message.split("\n")[0].replace(/\.? To specify.*/, "")}; see npm start -- --help`, { cause: error });
  }
}

/** Where a relative path of the person who typed the command begins: npm itself changes to the checkout. */
export function callersDirectory(env) {
  return env.npm_lifecycle_event && env.INIT_CWD ? env.INIT_CWD : process.cwd();
}

function readPort(given, env) {
  const [name, text] = given === undefined ? ["PLUMBLINE_PORT", env.PLUMBLINE_PORT || "3000"] : ["--port", given];
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw new StartError(`${name}: given ${JSON.stringify(text)}; allowed: a whole number from 1 to 65535`);
  return port;
}

/** How this machine itself reaches what listens on `host`. */
function addressOf(host, port) {
  const name = wildcards.has(host) ? "127.0.0.1" : host;
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
}

/** What the command line and the environment ask for. An argument wins over its variable. */
export function readOptions(argv, env) {
  const given = parse(argv);
  const port = readPort(given.port, env);
  const host = given.host ?? (env.PLUMBLINE_HOST || "127.0.0.1");
  const data = given.data ?? env.PLUMBLINE_DATA;
  const address = addressOf(host, port);
  return {
    help: given.help ?? false,
    port,
    host,
    dataDir: data ? path.resolve(callersDirectory(env), data) : path.join(root, ".data"),
    internalUrl: env.PLUMBLINE_INTERNAL_URL || address,
    publicUrl: env.PLUMBLINE_PUBLIC_URL || address,
  };
}
