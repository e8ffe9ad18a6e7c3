-- Where the log of an attempt stands: what waits for a segment, and what live readers were told.
ALTER TABLE "job_attempt"
  DROP COLUMN "is_log_sealed",
  ADD COLUMN "is_log_full" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "waiting_chunks" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "waiting_bytes" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "told_lines" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "told_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "job_reporter" (
    "workspace_id" INTEGER NOT NULL,
    "job_id" UUID NOT NULL,
    "attempt" INTEGER NOT NULL,
    "rank" INTEGER NOT NULL,
    "next_sequence" BIGINT NOT NULL,

    CONSTRAINT "job_reporter_pkey" PRIMARY KEY ("job_id", "attempt", "rank")
);

-- AddForeignKey
ALTER TABLE "job_reporter" ADD CONSTRAINT "job_reporter_job_id_attempt_fkey" FOREIGN KEY ("job_id", "attempt") REFERENCES "job_attempt"("job_id", "number") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "job_reporter" ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "job_reporter" FOR ALL TO plumbline_app
  USING (workspace_id = current_workspace_id()) WITH CHECK (workspace_id = (SELECT current_workspace_id()));
GRANT SELECT, INSERT, UPDATE ON "job_reporter" TO plumbline_app;

-- What was sent before is known by the reporter: chunks are found by their lines alone.
ALTER TABLE "job_log_chunk" DROP CONSTRAINT "job_log_chunk_pkey";
DROP INDEX "job_log_chunk_job_id_attempt_first_line_idx";
ALTER TABLE "job_log_chunk"
  DROP COLUMN "rank",
  DROP COLUMN "sequence",
  ALTER COLUMN "content" SET NOT NULL,
  ALTER COLUMN "content" SET STORAGE EXTERNAL,
  ADD CONSTRAINT "job_log_chunk_pkey" PRIMARY KEY ("job_id", "attempt", "first_line");

-- Logs that wait to be sealed are looked for in all workspaces.
CREATE POLICY system ON "job_log_chunk" FOR SELECT TO plumbline_system USING (true);
GRANT SELECT ("workspace_id", "job_id", "attempt", "first_line", "lines") ON "job_log_chunk" TO plumbline_system;

ALTER TABLE "job_log_segment" ADD COLUMN "frames" INTEGER[];

-- A secret that gets a new value between two starts of an attempt was given out twice.
ALTER TABLE "secret_use" DROP CONSTRAINT "secret_use_pkey";
ALTER TABLE "secret_use" ADD CONSTRAINT "secret_use_pkey" PRIMARY KEY ("secret_id", "job_id", "attempt", "revision");

-- What jobs are called, for slices that name them.
CREATE VIEW "jobs_title" WITH (security_invoker = true) AS SELECT workspace_id, id AS job_id, name, number FROM "job";
GRANT SELECT ON "jobs_title" TO plumbline_app;
