import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { podNetwork } from "../../deploy/kubernetes/cluster/bridge.ts";
import { startEmbedded, stopEmbedded } from "../../packages/db/src/embedded.ts";

const password = "only-for-this-suite";

/** A PostgreSQL of this machine that pods of the real node reach, without roles and database: the chart makes them. */
export async function openBridgeDatabase() {
  const dir = mkdtempSync(path.join(tmpdir(), "plumbline-bridge-database-"));
  const { gateway, subnet } = podNetwork;
  const server = await startEmbedded({ dir, settings: { listen_addresses: `127.0.0.1,${gateway}`, shared_buffers: "64MB", fsync: "off" } });
  const quit = () => process.kill(server.pid, "SIGQUIT");
  process.once("exit", quit);
  appendFileSync(path.join(dir, "cluster", "pg_hba.conf"), `host all all ${subnet} scram-sha-256\n`);
  const admin = new pg.Client({ connectionString: server.superuserUrl("postgres") });
  await admin.connect();
  await admin.query("SELECT pg_reload_conf()");
  await admin.end();
  const addressOf = (role: string) => `postgresql://plumbline_${role}:${password}@${gateway}:${server.port}/plumbline`;
  const adminUrl = `postgresql://postgres:${encodeURIComponent(admin.password ?? "")}@${gateway}:${server.port}/postgres`;
  return {
    /** `database` of the chart's values. */
    values: {
      url: addressOf("app"),
      systemUrl: addressOf("system"),
      retentionUrl: addressOf("retention"),
      ownerUrl: addressOf("owner"),
      provision: true,
      adminUrl,
    },
    async close(): Promise<void> {
      process.off("exit", quit);
      await stopEmbedded(dir);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
