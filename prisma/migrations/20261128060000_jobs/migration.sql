-- CreateTable
CREATE TABLE "secret" (
    "id" UUID NOT NULL,
    "workspace_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "sealed" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "rotated_at" TIMESTAMPTZ(3),

    CONSTRAINT "secret_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "secret_use" (
    "workspace_id" INTEGER NOT NULL,
    "secret_id" UUID NOT NULL,
    "job_id" UUID NOT NULL,
    "attempt" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    "used_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "secret_use_pkey" PRIMARY KEY ("secret_id", "job_id", "attempt")
);

-- CreateTable
CREATE TABLE "job_counter" (
    "workspace_id" INTEGER NOT NULL,
    "next_number" INTEGER NOT NULL,

    CONSTRAINT "job_counter_pkey" PRIMARY KEY ("workspace_id")
);

-- CreateTable
CREATE TABLE "job" (
    "id" UUID NOT NULL,
    "workspace_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "wish" TEXT NOT NULL DEFAULT 'run',
    "state" TEXT NOT NULL DEFAULT 'queued',
    "reason" TEXT,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "executor" TEXT NOT NULL,
    "cluster_id" UUID,
    "pool_id" UUID,
    "spec" JSONB NOT NULL,
    "resolved" JSONB NOT NULL,
    "nodes" INTEGER NOT NULL,
    "cpu" DOUBLE PRECISION NOT NULL,
    "memory_bytes" BIGINT NOT NULL,
    "gpus" INTEGER NOT NULL,
    "flavour" TEXT,
    "priority" TEXT NOT NULL,
    "time_limit_seconds" INTEGER NOT NULL,
    "experiment_id" INTEGER,
    "run_id" TEXT,
    "submitted_by" TEXT NOT NULL,
    "submitted_by_kind" TEXT NOT NULL,
    "submitted_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "next_try_at" TIMESTAMPTZ(3),
    "unreachable_since" TIMESTAMPTZ(3),
    "progress" JSONB,
    "repeats_job_id" UUID,
    "repeats_run_id" TEXT,
    "purpose" TEXT NOT NULL DEFAULT 'submit',
    "check" JSONB,
    "verdict" JSONB,

    CONSTRAINT "job_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "job_attempt" (
    "workspace_id" INTEGER NOT NULL,
    "job_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "phase" TEXT NOT NULL DEFAULT 'queued',
    "outcome" TEXT,
    "reason" TEXT,
    "exit_code" INTEGER,
    "nodes" TEXT[],
    "token_id" UUID,
    "queued_at" TIMESTAMPTZ(3) NOT NULL,
    "starting_at" TIMESTAMPTZ(3),
    "inputs_at" TIMESTAMPTZ(3),
    "running_at" TIMESTAMPTZ(3),
    "stopping_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "stop_cause" TEXT,
    "checkpoints" JSONB NOT NULL DEFAULT '[]',
    "resumed_from" JSONB,
    "log_lines" INTEGER NOT NULL DEFAULT 0,
    "log_bytes" BIGINT NOT NULL DEFAULT 0,
    "lost_lines" INTEGER NOT NULL DEFAULT 0,
    "ranks" INTEGER NOT NULL DEFAULT 0,
    "is_log_sealed" BOOLEAN NOT NULL DEFAULT false,
    "last_report_at" TIMESTAMPTZ(3),

    CONSTRAINT "job_attempt_pkey" PRIMARY KEY ("job_id", "number")
);

-- CreateTable
CREATE TABLE "job_follower" (
    "workspace_id" INTEGER NOT NULL,
    "job_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,

    CONSTRAINT "job_follower_pkey" PRIMARY KEY ("job_id", "user_id")
);

-- CreateTable
CREATE TABLE "job_log_chunk" (
    "workspace_id" INTEGER NOT NULL,
    "job_id" UUID NOT NULL,
    "attempt" INTEGER NOT NULL,
    "rank" INTEGER NOT NULL,
    "sequence" INTEGER NOT NULL,
    "first_line" INTEGER NOT NULL,
    "lines" INTEGER NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "content" BYTEA,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "job_log_chunk_pkey" PRIMARY KEY ("job_id", "attempt", "rank", "sequence")
);

-- CreateTable
CREATE TABLE "job_log_segment" (
    "workspace_id" INTEGER NOT NULL,
    "job_id" UUID NOT NULL,
    "attempt" INTEGER NOT NULL,
    "first_line" INTEGER NOT NULL,
    "lines" INTEGER NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "blob_id" UUID NOT NULL,

    CONSTRAINT "job_log_segment_pkey" PRIMARY KEY ("job_id", "attempt", "first_line")
);

-- CreateTable
CREATE TABLE "job_source" (
    "workspace_id" INTEGER NOT NULL,
    "sha256" BYTEA NOT NULL,
    "size_bytes" BIGINT NOT NULL,
    "blob_id" UUID NOT NULL,
    "file_name" TEXT NOT NULL,
    "uploaded_by" TEXT NOT NULL,
    "uploaded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "job_source_pkey" PRIMARY KEY ("workspace_id", "sha256")
);

-- CreateTable
CREATE TABLE "job_template" (
    "workspace_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "spec" JSONB NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "updated_by" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "job_template_pkey" PRIMARY KEY ("workspace_id", "name")
);

-- CreateTable
CREATE TABLE "training_runtime" (
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "body" JSONB NOT NULL,
    "digest" BYTEA NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "training_runtime_pkey" PRIMARY KEY ("name", "version")
);

-- CreateIndex
CREATE UNIQUE INDEX "secret_workspace_id_name_key" ON "secret"("workspace_id", "name");

-- CreateIndex
CREATE INDEX "secret_use_secret_id_used_at_idx" ON "secret_use"("secret_id", "used_at");

-- CreateIndex
CREATE UNIQUE INDEX "job_workspace_id_number_key" ON "job"("workspace_id", "number");

-- CreateIndex
CREATE INDEX "job_workspace_id_ended_at_submitted_at_id_idx" ON "job"("workspace_id", "ended_at", "submitted_at", "id");

-- CreateIndex
CREATE INDEX "job_workspace_id_run_id_idx" ON "job"("workspace_id", "run_id");

-- CreateIndex
CREATE INDEX "job_ended_at_idx" ON "job"("ended_at");

-- CreateIndex
CREATE INDEX "job_attempt_token_id_idx" ON "job_attempt"("token_id");

-- CreateIndex
CREATE INDEX "job_log_chunk_job_id_attempt_first_line_idx" ON "job_log_chunk"("job_id", "attempt", "first_line");

-- AddForeignKey
ALTER TABLE "secret_use" ADD CONSTRAINT "secret_use_secret_id_fkey" FOREIGN KEY ("secret_id") REFERENCES "secret"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "job_attempt" ADD CONSTRAINT "job_attempt_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "job"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "job_follower" ADD CONSTRAINT "job_follower_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "job"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "job_log_chunk" ADD CONSTRAINT "job_log_chunk_job_id_attempt_fkey" FOREIGN KEY ("job_id", "attempt") REFERENCES "job_attempt"("job_id", "number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "job_log_segment" ADD CONSTRAINT "job_log_segment_job_id_attempt_fkey" FOREIGN KEY ("job_id", "attempt") REFERENCES "job_attempt"("job_id", "number") ON DELETE RESTRICT ON UPDATE CASCADE;

DO $$
DECLARE tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY[
    'secret', 'secret_use', 'job_counter', 'job', 'job_attempt', 'job_follower', 'job_log_chunk', 'job_log_segment', 'job_source', 'job_template']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('CREATE POLICY tenant ON %I FOR ALL TO plumbline_app USING (workspace_id = current_workspace_id()) WITH CHECK (workspace_id = (SELECT current_workspace_id()))', tenant_table);
  END LOOP;
END $$;

GRANT SELECT, INSERT, UPDATE, DELETE ON "secret", "job_follower", "job_log_chunk", "job_template" TO plumbline_app;
GRANT SELECT, INSERT, UPDATE ON "job_counter", "job", "job_attempt" TO plumbline_app;
GRANT SELECT, INSERT ON "secret_use", "job_source" TO plumbline_app;
GRANT SELECT, INSERT, DELETE ON "job_log_segment" TO plumbline_app;

-- The reconciler looks for unfinished jobs of all workspaces; keys of secrets are changed for all at once.
DO $$
DECLARE system_table text;
BEGIN
  FOREACH system_table IN ARRAY ARRAY['secret', 'job', 'job_attempt']
  LOOP
    EXECUTE format('CREATE POLICY system ON %I FOR ALL TO plumbline_system USING (true) WITH CHECK (true)', system_table);
  END LOOP;
END $$;
GRANT SELECT ON "job", "job_attempt" TO plumbline_system;
GRANT SELECT, UPDATE ("sealed") ON "secret" TO plumbline_system;

-- Runtimes belong to the platform: everybody reads them.
ALTER TABLE "training_runtime" ENABLE ROW LEVEL SECURITY;
CREATE POLICY everybody ON "training_runtime" FOR SELECT TO plumbline_app USING (true);
CREATE POLICY system ON "training_runtime" FOR ALL TO plumbline_system USING (true) WITH CHECK (true);
GRANT SELECT ON "training_runtime" TO plumbline_app;
GRANT SELECT, INSERT, UPDATE ON "training_runtime" TO plumbline_system;
