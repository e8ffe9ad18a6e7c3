import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startEmbedded, stopEmbedded } from "@plumbline/db/embedded";
import { perRole, provision } from "@plumbline/db/provision";

/** A PostgreSQL of a test's own, with the four roles and no tables, which may be killed. */
export interface OwnServer {
  readonly systemUrl: string;
  /** Ends it without a word, as a crash does. */
  kill(): Promise<void>;
  /** Starts it again, at the same address and with what it held. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export async function openOwnServer(): Promise<OwnServer> {
  const dir = await mkdtemp(path.join(tmpdir(), "plumbline-server-"));
  const settings = { fsync: "off", shared_buffers: "32MB" };
  let server = await startEmbedded({ dir, settings });
  const { port } = server;
  const urls = await provision({
    adminUrl: server.superuserUrl("postgres"),
    database: "plumbline",
    passwords: perRole(() => "only-for-tests"),
  });
  return {
    systemUrl: urls.system,
    async kill() {
      process.kill(server.pid, "SIGKILL");
      await stopEmbedded(dir);
    },
    async start() {
      server = await startEmbedded({ dir, port, settings });
    },
    async close() {
      await stopEmbedded(dir);
      await rm(dir, { recursive: true, force: true });
    },
  };
}
