-- AlterTable
ALTER TABLE "experiment" ADD COLUMN "deleted_by" TEXT,
ADD COLUMN "deleted_time" BIGINT;

-- AlterTable
ALTER TABLE "run" ADD COLUMN "deleted_by" TEXT;

-- CreateTable
CREATE TABLE "bulk_act" (
    "id" UUID NOT NULL,
    "workspace_id" INTEGER NOT NULL,
    "act" JSONB NOT NULL,
    "filter" TEXT,
    "run_ids" TEXT[],
    "state" TEXT NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "changed" INTEGER NOT NULL DEFAULT 0,
    "refused" INTEGER NOT NULL DEFAULT 0,
    "refusals" JSONB NOT NULL DEFAULT '[]',
    "caller" JSONB NOT NULL,
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "bulk_act_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "experiment_retention" (
    "workspace_id" INTEGER NOT NULL,
    "experiment_id" INTEGER NOT NULL,
    "keep_deleted_days" INTEGER,
    "trash_after_days" INTEGER,
    "updated_by" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "experiment_retention_pkey" PRIMARY KEY ("workspace_id","experiment_id")
);

-- CreateTable
CREATE TABLE "experiment_storage" (
    "workspace_id" INTEGER NOT NULL,
    "experiment_id" INTEGER NOT NULL,
    "runs" BIGINT NOT NULL,
    "deleted_runs" BIGINT NOT NULL,
    "rows" BIGINT NOT NULL,
    "points" BIGINT NOT NULL,
    "point_bytes" BIGINT NOT NULL,
    "artifacts" BIGINT NOT NULL,
    "artifact_bytes" BIGINT NOT NULL,
    "measured_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "experiment_storage_pkey" PRIMARY KEY ("workspace_id","experiment_id")
);

-- CreateIndex
-- Of deleted runs alone: a plan that is made while the table is young must not find a run by walking its workspace here.
CREATE INDEX "run_workspace_id_deleted_time_key_idx" ON "run"("workspace_id", "deleted_time" DESC, "key") WHERE "deleted_time" IS NOT NULL;

-- CreateIndex
CREATE INDEX "bulk_act_workspace_id_id_idx" ON "bulk_act"("workspace_id", "id");

-- AddForeignKey
ALTER TABLE "experiment_retention" ADD CONSTRAINT "experiment_retention_workspace_id_experiment_id_fkey" FOREIGN KEY ("workspace_id", "experiment_id") REFERENCES "experiment"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "experiment_storage" ADD CONSTRAINT "experiment_storage_workspace_id_experiment_id_fkey" FOREIGN KEY ("workspace_id", "experiment_id") REFERENCES "experiment"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- An experiment that is deleted already goes by when that was written.
UPDATE "experiment" SET "deleted_time" = "last_update_time" WHERE "lifecycle_stage" = 'deleted';

DO $$
DECLARE
  kept_table text;
BEGIN
  FOREACH kept_table IN ARRAY ARRAY['bulk_act', 'experiment_retention', 'experiment_storage'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', kept_table);
    EXECUTE format('CREATE POLICY tenant ON %I FOR ALL TO plumbline_app USING (workspace_id = current_workspace_id()) WITH CHECK (workspace_id = (SELECT current_workspace_id()))', kept_table);
    EXECUTE format('CREATE POLICY retention ON %I FOR ALL TO plumbline_retention USING (true) WITH CHECK (true)', kept_table);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE ON "bulk_act" TO plumbline_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "experiment_retention", "experiment_storage" TO plumbline_app;
-- Acts whose task ended without them, what is due in any workspace, and acts that nobody asks for any more.
GRANT SELECT, DELETE ON "bulk_act" TO plumbline_retention;
GRANT SELECT, DELETE ON "experiment_retention", "experiment_storage" TO plumbline_retention;
GRANT SELECT, DELETE ON "experiment_tag" TO plumbline_retention;
CREATE POLICY retention ON "experiment_tag" FOR ALL TO plumbline_retention USING (true) WITH CHECK (true);
-- A run that moves has no ranks until it is settled where it is then.
GRANT DELETE ON "hot_run", "ranked_number", "ranked_text" TO plumbline_app;

-- What still needs a run, whoever deleted it: a registered version with all that is proved of it, a job that has not ended.
CREATE VIEW "registry_run_in_use" WITH (security_invoker = true) AS
  SELECT v.workspace_id, v.run_id, 'model-version' AS kind, m.name || ' ' || v.version AS title
  FROM "model_version" v JOIN "registered_model" m ON m.key = v.model_key WHERE v.run_id IS NOT NULL
  UNION ALL
  SELECT v.workspace_id, l.source_run_id, 'model-version', m.name || ' ' || v.version
  FROM "model_version" v JOIN "registered_model" m ON m.key = v.model_key
  JOIN "logged_model" l ON l.workspace_id = v.workspace_id AND l.model_id = v.logged_model_id WHERE l.source_run_id IS NOT NULL;
CREATE VIEW "jobs_run_in_use" WITH (security_invoker = true) AS
  SELECT workspace_id, run_id, 'job' AS kind, name || ' #' || number AS title FROM "job" WHERE ended_at IS NULL AND run_id IS NOT NULL
  UNION ALL
  SELECT workspace_id, repeats_run_id, 'job', name || ' #' || number FROM "job" WHERE ended_at IS NULL AND repeats_run_id IS NOT NULL;
GRANT SELECT ON "registry_run_in_use", "jobs_run_in_use" TO plumbline_app;
