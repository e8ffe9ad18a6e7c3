-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "user_account" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT,
    "must_change_password" BOOLEAN NOT NULL DEFAULT false,
    "platform_role" TEXT,
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_sign_in_at" TIMESTAMPTZ(3),

    CONSTRAINT "user_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revoked_at" TIMESTAMPTZ(3),
    "address" TEXT,
    "user_agent" TEXT,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_throttle" (
    "key" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "window_ends_at" TIMESTAMPTZ(3) NOT NULL,
    "locked_until" TIMESTAMPTZ(3),

    CONSTRAINT "sign_in_throttle_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "organisation_group" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organisation_group_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "group_member" (
    "group_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "group_member_pkey" PRIMARY KEY ("group_id","user_id")
);

-- CreateTable
CREATE TABLE "service_account" (
    "id" UUID NOT NULL,
    "workspace_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "service_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "token" (
    "id" UUID NOT NULL,
    "workspace_id" INTEGER NOT NULL,
    "hash" BYTEA NOT NULL,
    "prefix" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "user_id" UUID,
    "service_account_id" UUID,
    "scopes" TEXT[],
    "created_by" TEXT NOT NULL,
    "parent_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "last_client" TEXT,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "blob" (
    "id" UUID NOT NULL,
    "workspace_id" INTEGER NOT NULL,
    "digest" BYTEA NOT NULL,
    "size_bytes" BIGINT NOT NULL,
    "storage_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "blob_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "artifact" (
    "workspace_id" INTEGER NOT NULL,
    "path" TEXT NOT NULL,
    "blob_id" UUID NOT NULL,
    "size_bytes" BIGINT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "artifact_pkey" PRIMARY KEY ("workspace_id","path")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "id" UUID NOT NULL,
    "workspace_id" INTEGER,
    "action" TEXT NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "salt" BYTEA NOT NULL,
    "digest" BYTEA NOT NULL,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_annotation" (
    "event_id" UUID NOT NULL,
    "workspace_id" INTEGER,
    "address" TEXT,
    "user_agent" TEXT,
    "note" TEXT,

    CONSTRAINT "audit_annotation_pkey" PRIMARY KEY ("event_id")
);

-- CreateTable
CREATE TABLE "audit_pending_seal" (
    "event_id" UUID NOT NULL,
    "workspace_id" INTEGER,

    CONSTRAINT "audit_pending_seal_pkey" PRIMARY KEY ("event_id")
);

-- CreateTable
CREATE TABLE "change" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" INTEGER NOT NULL,
    "topic" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "data" JSONB,
    "xid" xid8 NOT NULL DEFAULT pg_current_xact_id(),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "experiment" (
    "workspace_id" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "artifact_location" TEXT NOT NULL,
    "lifecycle_stage" TEXT NOT NULL DEFAULT 'active',
    "created_by" TEXT NOT NULL,
    "creation_time" BIGINT NOT NULL,
    "last_update_time" BIGINT NOT NULL,

    CONSTRAINT "experiment_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "experiment_counter" (
    "workspace_id" INTEGER NOT NULL,
    "next_id" INTEGER NOT NULL,

    CONSTRAINT "experiment_counter_pkey" PRIMARY KEY ("workspace_id")
);

-- CreateTable
CREATE TABLE "experiment_tag" (
    "workspace_id" INTEGER NOT NULL,
    "experiment_id" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "experiment_tag_pkey" PRIMARY KEY ("workspace_id","experiment_id","key")
);

-- CreateTable
CREATE TABLE "run" (
    "key" BIGSERIAL NOT NULL,
    "workspace_id" INTEGER NOT NULL,
    "run_id" TEXT NOT NULL,
    "experiment_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "start_time" BIGINT NOT NULL,
    "end_time" BIGINT,
    "lifecycle_stage" TEXT NOT NULL DEFAULT 'active',
    "deleted_time" BIGINT,
    "artifact_uri" TEXT NOT NULL,

    CONSTRAINT "run_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "run_param" (
    "workspace_id" INTEGER NOT NULL,
    "run_key" BIGINT NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "run_param_pkey" PRIMARY KEY ("run_key","key")
);

-- CreateTable
CREATE TABLE "run_tag" (
    "workspace_id" INTEGER NOT NULL,
    "run_key" BIGINT NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "run_tag_pkey" PRIMARY KEY ("run_key","key")
);

-- CreateTable
CREATE TABLE "metric_key" (
    "id" SERIAL NOT NULL,
    "workspace_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "metric_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "metric_block" (
    "workspace_id" INTEGER NOT NULL,
    "run_key" BIGINT NOT NULL,
    "key_id" INTEGER NOT NULL,
    "digest" BYTEA NOT NULL,
    "lo_step" BIGINT NOT NULL,
    "hi_step" BIGINT NOT NULL,
    "count" INTEGER NOT NULL,
    "points" BYTEA NOT NULL,

    CONSTRAINT "metric_block_pkey" PRIMARY KEY ("run_key","key_id","digest")
);

-- CreateTable
CREATE TABLE "metric_summary" (
    "workspace_id" INTEGER NOT NULL,
    "run_key" BIGINT NOT NULL,
    "key_id" INTEGER NOT NULL,
    "count" BIGINT NOT NULL,
    "min" DOUBLE PRECISION,
    "max" DOUBLE PRECISION,
    "sum" DOUBLE PRECISION NOT NULL,
    "numeric_count" BIGINT NOT NULL,
    "first_step" BIGINT NOT NULL,
    "first_time" BIGINT NOT NULL,
    "first_value" DOUBLE PRECISION NOT NULL,
    "last_step" BIGINT NOT NULL,
    "last_time" BIGINT NOT NULL,
    "last_value" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "metric_summary_pkey" PRIMARY KEY ("run_key","key_id")
);

-- CreateTable
CREATE TABLE "logged_model" (
    "workspace_id" INTEGER NOT NULL,
    "model_id" TEXT NOT NULL,
    "experiment_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "model_type" TEXT,
    "source_run_id" TEXT,
    "status" TEXT NOT NULL,
    "status_message" TEXT,
    "artifact_uri" TEXT NOT NULL,
    "creation_time" BIGINT NOT NULL,
    "last_update_time" BIGINT NOT NULL,
    "lifecycle_stage" TEXT NOT NULL DEFAULT 'active',

    CONSTRAINT "logged_model_pkey" PRIMARY KEY ("workspace_id","model_id")
);

-- CreateTable
CREATE TABLE "logged_model_param" (
    "workspace_id" INTEGER NOT NULL,
    "model_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "logged_model_param_pkey" PRIMARY KEY ("workspace_id","model_id","key")
);

-- CreateTable
CREATE TABLE "logged_model_tag" (
    "workspace_id" INTEGER NOT NULL,
    "model_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "logged_model_tag_pkey" PRIMARY KEY ("workspace_id","model_id","key")
);

-- CreateTable
CREATE TABLE "logged_model_metric" (
    "workspace_id" INTEGER NOT NULL,
    "model_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "step" BIGINT NOT NULL,
    "timestamp" BIGINT NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "run_id" TEXT NOT NULL,
    "dataset_name" TEXT NOT NULL DEFAULT '',
    "dataset_digest" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "logged_model_metric_pkey" PRIMARY KEY ("workspace_id","model_id","key","step","timestamp","value","run_id","dataset_name","dataset_digest")
);

-- CreateTable
CREATE TABLE "logged_dataset" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" INTEGER NOT NULL,
    "experiment_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "source_type" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "schema" TEXT,
    "profile" TEXT,

    CONSTRAINT "logged_dataset_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "run_input" (
    "workspace_id" INTEGER NOT NULL,
    "run_key" BIGINT NOT NULL,
    "dataset_id" BIGINT NOT NULL,
    "tags" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "run_input_pkey" PRIMARY KEY ("run_key","dataset_id")
);

-- CreateTable
CREATE TABLE "run_model" (
    "workspace_id" INTEGER NOT NULL,
    "run_key" BIGINT NOT NULL,
    "model_id" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "step" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "run_model_pkey" PRIMARY KEY ("run_key","direction","model_id","step")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "workspace_id" INTEGER NOT NULL,
    "actor_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "request_digest" BYTEA NOT NULL,
    "response" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("workspace_id","actor_id","key")
);

-- CreateTable
CREATE TABLE "task" (
    "id" UUID NOT NULL,
    "workspace_id" INTEGER,
    "name" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "max_attempts" INTEGER NOT NULL,
    "dedupe_key" TEXT,
    "run_after" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "claimed_at" TIMESTAMPTZ(3),
    "heartbeat_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "task_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lineage_edge" (
    "workspace_id" INTEGER NOT NULL,
    "from_kind" TEXT NOT NULL,
    "from_id" TEXT NOT NULL,
    "relation" TEXT NOT NULL,
    "to_kind" TEXT NOT NULL,
    "to_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "lineage_edge_pkey" PRIMARY KEY ("workspace_id","from_kind","from_id","relation","to_kind","to_id")
);

-- CreateTable
CREATE TABLE "workspace" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "archived_at" TIMESTAMPTZ(3),

    CONSTRAINT "workspace_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "member" (
    "workspace_id" INTEGER NOT NULL,
    "user_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "member_pkey" PRIMARY KEY ("workspace_id","user_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "user_account_email_key" ON "user_account"("email");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE INDEX "session_expires_at_idx" ON "session"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "organisation_group_name_key" ON "organisation_group"("name");

-- CreateIndex
CREATE INDEX "group_member_user_id_idx" ON "group_member"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "service_account_workspace_id_name_key" ON "service_account"("workspace_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "token_hash_key" ON "token"("hash");

-- CreateIndex
CREATE INDEX "token_workspace_id_created_at_idx" ON "token"("workspace_id", "created_at");

-- CreateIndex
CREATE INDEX "token_user_id_idx" ON "token"("user_id");

-- CreateIndex
CREATE INDEX "token_service_account_id_idx" ON "token"("service_account_id");

-- CreateIndex
CREATE INDEX "token_parent_id_idx" ON "token"("parent_id");

-- CreateIndex
CREATE UNIQUE INDEX "blob_storage_key_key" ON "blob"("storage_key");

-- CreateIndex
CREATE INDEX "blob_workspace_id_created_at_idx" ON "blob"("workspace_id", "created_at");

-- CreateIndex
CREATE INDEX "artifact_blob_id_idx" ON "artifact"("blob_id");

-- CreateIndex
CREATE INDEX "audit_event_workspace_id_occurred_at_id_idx" ON "audit_event"("workspace_id", "occurred_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "audit_event_workspace_id_subject_kind_subject_id_occurred_a_idx" ON "audit_event"("workspace_id", "subject_kind", "subject_id", "occurred_at" DESC);

-- CreateIndex
CREATE INDEX "audit_event_workspace_id_actor_id_occurred_at_idx" ON "audit_event"("workspace_id", "actor_id", "occurred_at" DESC);

-- CreateIndex
CREATE INDEX "audit_annotation_workspace_id_idx" ON "audit_annotation"("workspace_id");

-- CreateIndex
CREATE INDEX "audit_pending_seal_workspace_id_idx" ON "audit_pending_seal"("workspace_id");

-- CreateIndex
CREATE INDEX "change_xid_id_idx" ON "change"("xid", "id");

-- CreateIndex
CREATE INDEX "change_workspace_id_xid_id_idx" ON "change"("workspace_id", "xid", "id");

-- CreateIndex
CREATE INDEX "change_created_at_idx" ON "change"("created_at");

-- CreateIndex
CREATE INDEX "experiment_workspace_id_lifecycle_stage_creation_time_id_idx" ON "experiment"("workspace_id", "lifecycle_stage", "creation_time" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "experiment_workspace_id_name_key" ON "experiment"("workspace_id", "name");

-- CreateIndex
CREATE INDEX "run_workspace_id_experiment_id_lifecycle_stage_start_time_r_idx" ON "run"("workspace_id", "experiment_id", "lifecycle_stage", "start_time" DESC, "run_id");

-- CreateIndex
CREATE UNIQUE INDEX "run_workspace_id_run_id_key" ON "run"("workspace_id", "run_id");

-- CreateIndex
CREATE INDEX "run_param_workspace_id_key_idx" ON "run_param"("workspace_id", "key");

-- CreateIndex
CREATE INDEX "run_tag_workspace_id_key_idx" ON "run_tag"("workspace_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "metric_key_workspace_id_name_key" ON "metric_key"("workspace_id", "name");

-- CreateIndex
CREATE INDEX "metric_summary_workspace_id_key_id_idx" ON "metric_summary"("workspace_id", "key_id");

-- CreateIndex
CREATE INDEX "logged_model_workspace_id_experiment_id_creation_time_idx" ON "logged_model"("workspace_id", "experiment_id", "creation_time" DESC);

-- CreateIndex
CREATE INDEX "logged_model_workspace_id_source_run_id_idx" ON "logged_model"("workspace_id", "source_run_id");

-- CreateIndex
CREATE UNIQUE INDEX "logged_dataset_workspace_id_experiment_id_name_digest_key" ON "logged_dataset"("workspace_id", "experiment_id", "name", "digest");

-- CreateIndex
CREATE INDEX "run_input_dataset_id_idx" ON "run_input"("dataset_id");

-- CreateIndex
CREATE INDEX "run_model_workspace_id_model_id_idx" ON "run_model"("workspace_id", "model_id");

-- CreateIndex
CREATE INDEX "idempotency_key_created_at_idx" ON "idempotency_key"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "task_dedupe_key_key" ON "task"("dedupe_key");

-- CreateIndex
CREATE INDEX "task_state_run_after_idx" ON "task"("state", "run_after");

-- CreateIndex
CREATE INDEX "task_workspace_id_idx" ON "task"("workspace_id");

-- CreateIndex
CREATE INDEX "lineage_edge_workspace_id_to_kind_to_id_idx" ON "lineage_edge"("workspace_id", "to_kind", "to_id");

-- CreateIndex
CREATE UNIQUE INDEX "workspace_name_key" ON "workspace"("name");

-- CreateIndex
CREATE INDEX "member_user_id_idx" ON "member"("user_id");

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_member" ADD CONSTRAINT "group_member_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "organisation_group"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_member" ADD CONSTRAINT "group_member_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "service_account" ADD CONSTRAINT "service_account_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "token" ADD CONSTRAINT "token_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "token" ADD CONSTRAINT "token_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "token" ADD CONSTRAINT "token_service_account_id_fkey" FOREIGN KEY ("service_account_id") REFERENCES "service_account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "token" ADD CONSTRAINT "token_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "token"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "artifact" ADD CONSTRAINT "artifact_blob_id_fkey" FOREIGN KEY ("blob_id") REFERENCES "blob"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "experiment" ADD CONSTRAINT "experiment_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "experiment_tag" ADD CONSTRAINT "experiment_tag_workspace_id_experiment_id_fkey" FOREIGN KEY ("workspace_id", "experiment_id") REFERENCES "experiment"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run" ADD CONSTRAINT "run_workspace_id_experiment_id_fkey" FOREIGN KEY ("workspace_id", "experiment_id") REFERENCES "experiment"("workspace_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_param" ADD CONSTRAINT "run_param_run_key_fkey" FOREIGN KEY ("run_key") REFERENCES "run"("key") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_tag" ADD CONSTRAINT "run_tag_run_key_fkey" FOREIGN KEY ("run_key") REFERENCES "run"("key") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "logged_model" ADD CONSTRAINT "logged_model_workspace_id_experiment_id_fkey" FOREIGN KEY ("workspace_id", "experiment_id") REFERENCES "experiment"("workspace_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "logged_model_param" ADD CONSTRAINT "logged_model_param_workspace_id_model_id_fkey" FOREIGN KEY ("workspace_id", "model_id") REFERENCES "logged_model"("workspace_id", "model_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "logged_model_tag" ADD CONSTRAINT "logged_model_tag_workspace_id_model_id_fkey" FOREIGN KEY ("workspace_id", "model_id") REFERENCES "logged_model"("workspace_id", "model_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "logged_model_metric" ADD CONSTRAINT "logged_model_metric_workspace_id_model_id_fkey" FOREIGN KEY ("workspace_id", "model_id") REFERENCES "logged_model"("workspace_id", "model_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "logged_dataset" ADD CONSTRAINT "logged_dataset_workspace_id_experiment_id_fkey" FOREIGN KEY ("workspace_id", "experiment_id") REFERENCES "experiment"("workspace_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_input" ADD CONSTRAINT "run_input_run_key_fkey" FOREIGN KEY ("run_key") REFERENCES "run"("key") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_input" ADD CONSTRAINT "run_input_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "logged_dataset"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_model" ADD CONSTRAINT "run_model_run_key_fkey" FOREIGN KEY ("run_key") REFERENCES "run"("key") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE CASCADE;



-- Paths are listed by prefix ranges, which need byte order.
ALTER TABLE "artifact" ALTER COLUMN "path" TYPE text COLLATE "C";
-- Summaries are rewritten with every batch: room on the page keeps those updates off the indexes.
ALTER TABLE "metric_summary" SET (fillfactor = 70);
-- A run that ends changes columns of no index.
ALTER TABLE "run" SET (fillfactor = 80);
-- Packed points do not compress further; do not spend time trying.
ALTER TABLE "metric_block" ALTER COLUMN "points" SET STORAGE EXTERNAL;

-- Tenancy, second layer. The first layer is the workspace argument of every store function.
CREATE FUNCTION current_workspace_id() RETURNS integer
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN NULLIF(current_setting('plumbline.workspace_id', true), '')::integer;
CREATE FUNCTION current_actor_id() RETURNS text
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN NULLIF(current_setting('plumbline.actor_id', true), '');

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO plumbline_app, plumbline_system, plumbline_retention;

DO $$
DECLARE
  tenant_table text;
BEGIN
  FOR tenant_table IN
    SELECT c.table_name FROM information_schema.columns c
    JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND c.column_name = 'workspace_id' AND t.table_type = 'BASE TABLE'
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('CREATE POLICY tenant ON %I FOR ALL TO plumbline_app USING (workspace_id = current_workspace_id()) WITH CHECK (workspace_id = current_workspace_id())', tenant_table);
  END LOOP;
END $$;

-- Rows that requests write: everything of their own workspace.
GRANT SELECT, INSERT, UPDATE, DELETE ON
  "member", "service_account", "token", "idempotency_key", "task",
  "artifact", "lineage_edge", "experiment_tag", "run_tag", "logged_model_tag", "run_input", "run_model"
  TO plumbline_app;
GRANT SELECT, INSERT, UPDATE ON
  "experiment", "experiment_counter", "run", "metric_summary", "logged_model", "logged_dataset"
  TO plumbline_app;
-- Written once: points, params, blobs, events and changes have no way back.
GRANT SELECT, INSERT ON
  "run_param", "metric_key", "metric_block", "logged_model_param", "logged_model_metric", "blob", "change", "audit_event", "audit_annotation", "audit_pending_seal"
  TO plumbline_app;

-- The workspace row and the people in it.
ALTER TABLE "workspace" ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "workspace" FOR ALL TO plumbline_app USING (id = current_workspace_id()) WITH CHECK (id = current_workspace_id());
GRANT SELECT, UPDATE ("description") ON "workspace" TO plumbline_app;

ALTER TABLE "user_account" ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "user_account" FOR SELECT TO plumbline_app
  USING (id::text = current_actor_id() OR EXISTS (SELECT 1 FROM "member" m WHERE m.user_id = user_account.id AND m.workspace_id = current_workspace_id()));
GRANT SELECT ("id", "email", "name", "platform_role", "disabled_at", "created_at", "last_sign_in_at") ON "user_account" TO plumbline_app;

ALTER TABLE "organisation_group" ENABLE ROW LEVEL SECURITY;
CREATE POLICY readable ON "organisation_group" FOR SELECT TO plumbline_app USING (true);
ALTER TABLE "group_member" ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "group_member" FOR SELECT TO plumbline_app
  USING (EXISTS (SELECT 1 FROM "member" m WHERE m.user_id = group_member.user_id AND m.workspace_id = current_workspace_id()));
GRANT SELECT ON "organisation_group", "group_member" TO plumbline_app;

ALTER TABLE "session" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "sign_in_throttle" ENABLE ROW LEVEL SECURITY;

-- What crosses tenants: sign-in, token lookup, platform administration, reconcile, sealing, auditing, streams.
DO $$
DECLARE
  system_table text;
BEGIN
  FOREACH system_table IN ARRAY ARRAY[
    'user_account', 'session', 'sign_in_throttle', 'organisation_group', 'group_member', 'workspace', 'member',
    'service_account', 'token', 'audit_event', 'audit_annotation', 'audit_pending_seal', 'change', 'idempotency_key', 'task',
    'experiment', 'experiment_counter']
  LOOP
    EXECUTE format('CREATE POLICY system ON %I FOR ALL TO plumbline_system USING (true) WITH CHECK (true)', system_table);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE, DELETE ON
  "user_account", "session", "sign_in_throttle", "organisation_group", "group_member", "member", "service_account", "token", "idempotency_key", "task"
  TO plumbline_system;
GRANT SELECT, INSERT, UPDATE ON "workspace" TO plumbline_system;
GRANT SELECT, INSERT ON "audit_event", "audit_annotation" TO plumbline_system;
GRANT SELECT, INSERT, DELETE ON "audit_pending_seal", "change" TO plumbline_system;
GRANT SELECT, INSERT ON "experiment", "experiment_counter" TO plumbline_system;

-- Retention alone deletes points and payloads.
DO $$
DECLARE
  retained_table text;
BEGIN
  FOREACH retained_table IN ARRAY ARRAY[
    'workspace', 'experiment', 'run', 'run_param', 'run_tag', 'metric_block', 'metric_summary', 'logged_model', 'logged_model_param',
    'logged_model_tag', 'logged_model_metric', 'run_input', 'run_model', 'logged_dataset', 'artifact', 'blob', 'lineage_edge', 'audit_annotation']
  LOOP
    EXECUTE format('CREATE POLICY retention ON %I FOR ALL TO plumbline_retention USING (true) WITH CHECK (true)', retained_table);
    EXECUTE format('GRANT SELECT, DELETE ON %I TO plumbline_retention', retained_table);
  END LOOP;
END $$;
-- Compaction writes the merged block before it deletes the small ones.
GRANT INSERT ON "metric_block" TO plumbline_retention;
GRANT UPDATE ("address", "user_agent", "note") ON "audit_annotation" TO plumbline_retention;

GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO plumbline_app, plumbline_system, plumbline_retention;

-- Events are never changed, whoever asks.
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit events cannot be changed' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_event_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_event"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

-- What a slice shows to the others, under the reader's own policies: `<slice>_<what>`.
CREATE VIEW "workspaces_tenant" WITH (security_invoker = true) AS
  SELECT id AS workspace_id, name, description, archived_at IS NOT NULL AS is_archived FROM "workspace";
CREATE VIEW "workspaces_membership" WITH (security_invoker = true) AS
  SELECT workspace_id, user_id, role FROM "member";
CREATE VIEW "access_person" WITH (security_invoker = true) AS
  SELECT id AS user_id, email, name, disabled_at IS NOT NULL AS is_disabled, last_sign_in_at FROM "user_account";
-- Whoever may stand in a row's created_by: people and service accounts.
CREATE VIEW "access_actor" WITH (security_invoker = true) AS
  SELECT id::text AS actor_id, name FROM "user_account" UNION ALL SELECT id::text, name FROM "service_account";
CREATE VIEW "access_group_membership" WITH (security_invoker = true) AS
  SELECT gm.user_id, g.name AS group_name FROM "group_member" gm JOIN "organisation_group" g ON g.id = gm.group_id;
CREATE VIEW "experiments_usage" WITH (security_invoker = true) AS
  SELECT w.id AS workspace_id,
    (SELECT count(*) FROM "experiment" e WHERE e.workspace_id = w.id) AS experiments,
    (SELECT count(*) FROM "run" r WHERE r.workspace_id = w.id) AS runs,
    (SELECT COALESCE(sum(s.count), 0)::bigint FROM "metric_summary" s WHERE s.workspace_id = w.id) AS metric_points
  FROM "workspace" w;
CREATE VIEW "experiments_artifact_root" WITH (security_invoker = true) AS
  SELECT workspace_id, run_id, artifact_uri FROM "run";
CREATE VIEW "artifacts_usage" WITH (security_invoker = true) AS
  SELECT w.id AS workspace_id,
    (SELECT count(*) FROM "artifact" a WHERE a.workspace_id = w.id) AS artifacts,
    (SELECT COALESCE(sum(b.size_bytes), 0)::bigint FROM "blob" b WHERE b.workspace_id = w.id) AS artifact_bytes
  FROM "workspace" w;
GRANT SELECT ON "workspaces_tenant", "workspaces_membership", "access_person", "access_actor", "access_group_membership" TO plumbline_app, plumbline_system;
GRANT SELECT ON "experiments_usage", "experiments_artifact_root", "artifacts_usage" TO plumbline_app;
