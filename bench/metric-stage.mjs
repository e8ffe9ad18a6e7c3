// A PostgreSQL of its own with one workspace, for benches of metric points.
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { startEmbedded, stopEmbedded } from "../packages/db/src/embedded.ts";
import { openDatabase } from "../packages/db/src/index.ts";
import { migrate } from "../packages/db/src/migrate.ts";
import { perRole, provision } from "../packages/db/src/provision.ts";

const pg = createRequire(new URL("../packages/db/package.json", import.meta.url))("pg");

/** The database by the product's own access (`deps.db`) and by its owner's, and somebody who may write runs. */
export async function openMetricStage() {
  const dir = await mkdtemp(path.join(tmpdir(), "plumbline-bench-"));
  const server = await startEmbedded({ dir });
  const urls = await provision({ adminUrl: server.superuserUrl("postgres"), database: "bench", passwords: perRole(() => "bench") });
  await migrate({ ownerUrl: urls.owner, directory: path.join(import.meta.dirname, "../prisma/migrations") });
  const owner = new pg.Client({ connectionString: urls.owner });
  await owner.connect();
  const db = openDatabase({ appUrl: urls.app, systemUrl: urls.system, retentionUrl: urls.retention });
  const log = (fields, message) => console.error(message, fields);
  const deps = {
    db,
    storage: undefined,
    logger: { warn: log, error: log, info: () => undefined },
    // Whatever has to wait before it is merged has waited.
    now: () => new Date(Date.now() + 3_600_000),
    onChange: () => undefined,
    onTasks: () => Promise.resolve(),
  };
  return {
    owner,
    deps,
    caller: callerOf(await makeWorkspace(owner)),
    close: async () => {
      await db.close();
      await owner.end();
      await stopEmbedded(dir);
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function makeWorkspace(owner) {
  const { rows } = await owner.query(
    `WITH w AS (INSERT INTO workspace (name) VALUES ('bench') RETURNING id),
          c AS (INSERT INTO experiment_counter (workspace_id, next_id) SELECT id, 1 FROM w),
          e AS (INSERT INTO experiment (workspace_id, id, name, artifact_location, created_by, creation_time, last_update_time)
                SELECT id, 0, 'Default', 'mlflow-artifacts:/0', 'system', 0, 0 FROM w)
     SELECT id FROM w`,
  );
  return rows[0].id;
}

const callerOf = (workspaceId) => ({
  actor: { kind: "user", id: "00000000-0000-4000-8000-000000000000", name: "Bench", via: "session", credentialId: null },
  workspace: { id: workspaceId, name: "bench" },
  permissions: new Set(["run:read", "run:write", "run:log", "experiment:write"]),
  requestId: "bench",
  address: null,
  userAgent: null,
});
