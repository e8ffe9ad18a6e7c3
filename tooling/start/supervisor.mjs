import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { serveAdmin } from "./admin.mjs";
import { StartError } from "./checkout.mjs";
import { openDataDir, writePrivately } from "./data-dir.mjs";
import { createLifetime } from "./lifetime.mjs";
import { acquire, socketIn } from "./lock.mjs";
import { readOptions, usage } from "./options.mjs";
import { checkPort } from "./port.mjs";
import { endLeftovers } from "./processes.mjs";
import { createProduct } from "./product.mjs";

function say(text) {
  console.log(`start: ${text}`);
}

/** Runs the whole product until it is asked to stop. The exit status is 0 only then. */
export async function start(argv, env) {
  try {
    const options = readOptions(argv, env);
    if (options.help) console.log(usage);
    else await supervise(options, env);
  } catch (error) {
    console.error(error instanceof StartError ? `start: ${error.message}` : error);
    process.exitCode = 1;
  }
  process.exit();
}

/** What the supervisor of this directory has last written down: its address, socket and processes. */
function openRecord(dataDir) {
  const file = path.join(dataDir, "supervisor.json");
  const read = () => {
    try {
      return JSON.parse(readFileSync(file, "utf8"));
    } catch {
      return {};
    }
  };
  return { read, write: (record) => writePrivately(file, JSON.stringify(record)), remove: () => rmSync(file, { force: true }) };
}

/** Takes the directory for this process, or says who has it. */
async function own(dataDir) {
  openDataDir(dataDir);
  const record = openRecord(dataDir);
  const socket = socketIn(dataDir);
  const server = await acquire(socket);
  const before = record.read();
  if (!server) throw new StartError(`already running on ${dataDir}${before.address ? `: ${before.address}` : ""}`);
  return { record, socket, server, leftovers: before.processes ?? [] };
}

async function supervise(options, env) {
  if (process.platform === "win32") throw new StartError("Windows is not supported; start it in the Windows Subsystem for Linux");
  const owned = await own(options.dataDir);
  const lifetime = createLifetime({ env, onImpatience: () => product.cut() });
  const product = createProduct({ options, env, say, lifetime });
  try {
    await endLeftovers(owned.leftovers, product.drainMs);
    await checkPort(options);
    await runUntilEnd({ options, owned, lifetime, product });
  } catch (error) {
    if (!lifetime.signal.aborted) throw error;
  } finally {
    if (lifetime.signal.aborted) say("stopping");
    await product.stop();
    owned.record.remove();
    owned.server.close();
  }
  say("stopped");
}

async function runUntilEnd({ options, owned, lifetime, product }) {
  const self = { pid: process.pid, address: options.publicUrl, socket: owned.socket };
  owned.record.write({ ...self, processes: [] });
  let administrator;
  const begun = product.start({
    onProcesses: (processes) => owned.record.write({ ...self, processes }),
    onAdministrator: (made) => {
      administrator = made;
    },
  });
  serveAdmin(owned.server, { environment: begun });
  try {
    await Promise.race([begun, lifetime.ended]);
    if (!lifetime.signal.aborted)
      console.log(`\nPlumbline is ready: ${options.publicUrl}\nIts data is in ${options.dataDir}. Ctrl-C stops it.\n`);
  } finally {
    if (administrator) announceAdministrator(administrator);
  }
  await lifetime.ended;
}

/** Even when the rest of the start failed: the password is stored nowhere else. */
function announceAdministrator({ email, password }) {
  console.log(`Sign in as ${email} with the password ${password} and choose your own. It is not shown again.\n`);
}
