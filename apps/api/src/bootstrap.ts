// Both register what every new workspace holds.
import "@plumbline/core/approvals";
import "@plumbline/core/experiments";
import { loadApiConfig } from "@plumbline/config";
import type { Deps } from "@plumbline/core/kernel";
import { bootstrapPlatform } from "@plumbline/core/workspaces";
import { openDatabase } from "@plumbline/db";
import { openOutbound } from "@plumbline/outbound";
import { openBlobStore } from "@plumbline/storage";
import { pino } from "pino";

/** Prints one line of JSON: the first administrator with their generated password, or that there was one already. */
const config = loadApiConfig(process.env);
const db = openDatabase({
  appUrl: config.database.appUrl,
  systemUrl: config.database.systemUrl,
  connectTimeoutMs: config.database.connectTimeoutMs,
});
const deps: Deps = {
  db,
  storage: await openBlobStore(config.storage),
  logger: pino({ level: config.logLevel }, pino.destination(process.stderr.fd)),
  secretKeys: config.secretKeys,
  outbound: openOutbound(config),
  publicUrl: config.publicUrl,
  now: () => new Date(),
  onChange: () => undefined,
  onTasks: () => Promise.resolve(),
};
try {
  process.stdout.write(`${JSON.stringify(await bootstrapPlatform(deps))}\n`);
} finally {
  await db.close();
}
