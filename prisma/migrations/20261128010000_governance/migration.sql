-- CreateTable
CREATE TABLE "environment" (
    "workspace_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "stage" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "archived_at" TIMESTAMPTZ(3),

    CONSTRAINT "environment_pkey" PRIMARY KEY ("workspace_id","name")
);

-- CreateTable
CREATE TABLE "policy" (
    "workspace_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "current_version" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "policy_pkey" PRIMARY KEY ("workspace_id","name")
);

-- CreateTable
CREATE TABLE "policy_version" (
    "workspace_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "document" JSONB NOT NULL,
    "digest" BYTEA NOT NULL,
    "published_by" TEXT NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,
    "request_number" INTEGER,

    CONSTRAINT "policy_version_pkey" PRIMARY KEY ("workspace_id","name","version")
);

-- CreateTable
CREATE TABLE "policy_draft" (
    "workspace_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "author_id" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "policy_draft_pkey" PRIMARY KEY ("workspace_id","name","author_id")
);

-- CreateTable
CREATE TABLE "organisation_policy" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER,
    "source" TEXT NOT NULL,
    "document" JSONB,
    "digest" BYTEA,
    "reason" TEXT NOT NULL,
    "proposed_by" TEXT NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "organisation_policy_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "request_counter" (
    "workspace_id" INTEGER NOT NULL,
    "next_number" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "request_counter_pkey" PRIMARY KEY ("workspace_id")
);

-- CreateTable
CREATE TABLE "promotion_request" (
    "workspace_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_ref" TEXT NOT NULL,
    "digest" BYTEA,
    "tier" TEXT,
    "from_stage" TEXT,
    "to_stage" TEXT,
    "environment" TEXT,
    "uses" TEXT[],
    "canary_max_percent" INTEGER,
    "make_champion" BOOLEAN NOT NULL DEFAULT false,
    "payload" JSONB,
    "reason" TEXT NOT NULL DEFAULT '',
    "policies" JSONB NOT NULL,
    "progress" JSONB NOT NULL,
    "opened_by" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),
    "decision" JSONB,
    "review_due_at" TIMESTAMPTZ(3),
    "reviewed_at" TIMESTAMPTZ(3),
    "reviewed_by" TEXT,
    "review_note" TEXT,
    "reminded_at" TIMESTAMPTZ(3),

    CONSTRAINT "promotion_request_pkey" PRIMARY KEY ("workspace_id","number")
);

-- CreateTable
CREATE TABLE "vote" (
    "id" UUID NOT NULL,
    "workspace_id" INTEGER NOT NULL,
    "request_number" INTEGER NOT NULL,
    "voter_id" TEXT NOT NULL,
    "on_behalf_of" TEXT,
    "choice" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "conflict" TEXT NOT NULL DEFAULT '',
    "basis" BYTEA NOT NULL,
    "clauses" JSONB NOT NULL,
    "session_id" TEXT NOT NULL,
    "cast_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "vote_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "request_comment" (
    "id" UUID NOT NULL,
    "workspace_id" INTEGER NOT NULL,
    "request_number" INTEGER NOT NULL,
    "author_id" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "mentions" TEXT[],
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "request_comment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "request_follower" (
    "workspace_id" INTEGER NOT NULL,
    "request_number" INTEGER NOT NULL,
    "user_id" TEXT NOT NULL,

    CONSTRAINT "request_follower_pkey" PRIMARY KEY ("workspace_id","request_number","user_id")
);

-- CreateTable
CREATE TABLE "request_event" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" INTEGER NOT NULL,
    "request_number" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "by" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "request_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "vote_delegation" (
    "id" UUID NOT NULL,
    "workspace_id" INTEGER NOT NULL,
    "from_user_id" TEXT NOT NULL,
    "to_user_id" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "vote_delegation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "break_glass_confirmation" (
    "workspace_id" INTEGER NOT NULL,
    "request_number" INTEGER NOT NULL,
    "user_id" TEXT NOT NULL,
    "seat" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "break_glass_confirmation_pkey" PRIMARY KEY ("workspace_id","request_number","user_id")
);

-- CreateTable
CREATE TABLE "authorisation" (
    "id" UUID NOT NULL,
    "workspace_id" INTEGER NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_ref" TEXT NOT NULL,
    "digest" BYTEA NOT NULL,
    "environment" TEXT NOT NULL,
    "uses" TEXT[],
    "canary_max_percent" INTEGER,
    "conditions" JSONB NOT NULL,
    "policies" JSONB NOT NULL,
    "request_number" INTEGER,
    "is_break_glass" BOOLEAN NOT NULL DEFAULT false,
    "valid_from" TIMESTAMPTZ(3) NOT NULL,
    "valid_until" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" TEXT,
    "ended_by" TEXT,

    CONSTRAINT "authorisation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "blob_claim" (
    "workspace_id" INTEGER NOT NULL,
    "blob_id" UUID NOT NULL,
    "holder" TEXT NOT NULL,

    CONSTRAINT "blob_claim_pkey" PRIMARY KEY ("blob_id","holder")
);

-- CreateTable
CREATE TABLE "evidence" (
    "id" UUID NOT NULL,
    "workspace_id" INTEGER NOT NULL,
    "digest" BYTEA NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_ref" TEXT NOT NULL,
    "subject_digest" BYTEA NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "values" JSONB NOT NULL,
    "method" JSONB NOT NULL,
    "inputs" JSONB NOT NULL,
    "report" JSONB,
    "blob_id" UUID,
    "file_name" TEXT,
    "file_digest" BYTEA,
    "file_size_bytes" BIGINT,
    "producer_kind" TEXT NOT NULL,
    "producer_id" TEXT NOT NULL,
    "produced_at" TIMESTAMPTZ(3) NOT NULL,
    "valid_until" TIMESTAMPTZ(3),

    CONSTRAINT "evidence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "evidence_upload" (
    "id" UUID NOT NULL,
    "workspace_id" INTEGER NOT NULL,
    "subject_ref" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "blob_id" UUID NOT NULL,
    "digest" BYTEA NOT NULL,
    "size_bytes" BIGINT NOT NULL,
    "columns" JSONB,
    "rows" BIGINT,
    "uploaded_by" TEXT NOT NULL,
    "uploaded_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "evidence_upload_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "evidence_production" (
    "id" UUID NOT NULL,
    "workspace_id" INTEGER NOT NULL,
    "subject_ref" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "input" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "progress" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "message" TEXT NOT NULL DEFAULT '',
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "evidence_id" UUID,

    CONSTRAINT "evidence_production_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "registered_model" (
    "key" BIGSERIAL NOT NULL,
    "workspace_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "intake" JSONB NOT NULL,
    "tier" TEXT,
    "kind" TEXT NOT NULL DEFAULT 'internal',
    "business_owner_id" UUID,
    "next_version" INTEGER NOT NULL DEFAULT 1,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "registered_model_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "model_revision" (
    "workspace_id" INTEGER NOT NULL,
    "model_key" BIGINT NOT NULL,
    "revision" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "intake" JSONB NOT NULL,
    "tier" TEXT,
    "kind" TEXT NOT NULL,
    "is_deleted" BOOLEAN NOT NULL DEFAULT false,
    "changed_by" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "request_number" INTEGER,

    CONSTRAINT "model_revision_pkey" PRIMARY KEY ("model_key","revision")
);

-- CreateTable
CREATE TABLE "model_tag" (
    "workspace_id" INTEGER NOT NULL,
    "model_key" BIGINT NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "model_tag_pkey" PRIMARY KEY ("model_key","key")
);

-- CreateTable
CREATE TABLE "model_version" (
    "workspace_id" INTEGER NOT NULL,
    "model_key" BIGINT NOT NULL,
    "version" INTEGER NOT NULL,
    "stage" TEXT NOT NULL DEFAULT 'experimental',
    "stage_since" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'READY',
    "status_message" TEXT,
    "description" TEXT NOT NULL DEFAULT '',
    "source" TEXT NOT NULL,
    "artifact_root" TEXT,
    "run_id" TEXT,
    "run_link" TEXT,
    "logged_model_id" TEXT,
    "digest" BYTEA,
    "file_count" INTEGER NOT NULL DEFAULT 0,
    "size_bytes" BIGINT NOT NULL DEFAULT 0,
    "contents" JSONB,
    "verified_at" TIMESTAMPTZ(3),
    "registered_by" TEXT NOT NULL,
    "author_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "model_version_pkey" PRIMARY KEY ("model_key","version")
);

-- CreateTable
CREATE TABLE "model_version_file" (
    "workspace_id" INTEGER NOT NULL,
    "model_key" BIGINT NOT NULL,
    "version" INTEGER NOT NULL,
    "path" TEXT NOT NULL,
    "blob_id" UUID NOT NULL,
    "digest" BYTEA NOT NULL,
    "size_bytes" BIGINT NOT NULL,

    CONSTRAINT "model_version_file_pkey" PRIMARY KEY ("model_key","version","path")
);

-- CreateTable
CREATE TABLE "model_version_tag" (
    "workspace_id" INTEGER NOT NULL,
    "model_key" BIGINT NOT NULL,
    "version" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "model_version_tag_pkey" PRIMARY KEY ("model_key","version","key")
);

-- CreateTable
CREATE TABLE "model_alias" (
    "workspace_id" INTEGER NOT NULL,
    "model_key" BIGINT NOT NULL,
    "alias" TEXT NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "model_alias_pkey" PRIMARY KEY ("model_key","alias")
);

-- CreateTable
CREATE TABLE "model_history" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" INTEGER NOT NULL,
    "model_key" BIGINT NOT NULL,
    "version" INTEGER,
    "kind" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "before" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT NOT NULL,
    "cause" TEXT NOT NULL DEFAULT '',
    "request_number" INTEGER,
    "reason" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "model_history_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "model_card" (
    "workspace_id" INTEGER NOT NULL,
    "model_key" BIGINT NOT NULL,
    "version" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    "fields" JSONB NOT NULL,
    "edited_by" TEXT NOT NULL,
    "edited_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "model_card_pkey" PRIMARY KEY ("model_key","version","revision")
);

-- CreateTable
CREATE TABLE "model_signature" (
    "workspace_id" INTEGER NOT NULL,
    "model_key" BIGINT NOT NULL,
    "version" INTEGER NOT NULL,
    "bundle" TEXT NOT NULL,
    "public_key_pem" TEXT NOT NULL,
    "signed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "model_signature_pkey" PRIMARY KEY ("model_key","version")
);

-- CreateTable
CREATE TABLE "signing_key" (
    "id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "algorithm" TEXT NOT NULL,
    "public_pem" TEXT NOT NULL,
    "sealed_private" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "signing_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "model_finding" (
    "id" UUID NOT NULL,
    "workspace_id" INTEGER NOT NULL,
    "model_key" BIGINT NOT NULL,
    "version" INTEGER,
    "title" TEXT NOT NULL,
    "detail" TEXT NOT NULL DEFAULT '',
    "severity" TEXT NOT NULL,
    "opened_by" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "closed_by" TEXT,
    "closed_at" TIMESTAMPTZ(3),
    "resolution" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "model_finding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "model_validation" (
    "id" UUID NOT NULL,
    "workspace_id" INTEGER NOT NULL,
    "model_key" BIGINT NOT NULL,
    "version" INTEGER,
    "outcome" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "validated_by" TEXT NOT NULL,
    "validated_at" TIMESTAMPTZ(3) NOT NULL,
    "next_due_at" TIMESTAMPTZ(3),

    CONSTRAINT "model_validation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "organisation_policy_name_version_key" ON "organisation_policy"("name", "version");

-- CreateIndex
CREATE INDEX "promotion_request_workspace_id_subject_kind_subject_ref_idx" ON "promotion_request"("workspace_id", "subject_kind", "subject_ref");

-- CreateIndex
CREATE INDEX "promotion_request_workspace_id_state_expires_at_idx" ON "promotion_request"("workspace_id", "state", "expires_at");

-- CreateIndex
CREATE INDEX "vote_workspace_id_request_number_cast_at_idx" ON "vote"("workspace_id", "request_number", "cast_at");

-- CreateIndex
CREATE INDEX "request_comment_workspace_id_request_number_at_idx" ON "request_comment"("workspace_id", "request_number", "at");

-- CreateIndex
CREATE INDEX "request_event_workspace_id_request_number_id_idx" ON "request_event"("workspace_id", "request_number", "id");

-- CreateIndex
CREATE INDEX "vote_delegation_workspace_id_ends_at_idx" ON "vote_delegation"("workspace_id", "ends_at");

-- CreateIndex
CREATE INDEX "authorisation_workspace_id_environment_valid_from_idx" ON "authorisation"("workspace_id", "environment", "valid_from");

-- CreateIndex
CREATE INDEX "authorisation_workspace_id_subject_kind_subject_ref_valid_f_idx" ON "authorisation"("workspace_id", "subject_kind", "subject_ref", "valid_from");

-- CreateIndex
CREATE INDEX "blob_claim_workspace_id_holder_idx" ON "blob_claim"("workspace_id", "holder");

-- CreateIndex
CREATE INDEX "evidence_workspace_id_subject_digest_kind_produced_at_idx" ON "evidence"("workspace_id", "subject_digest", "kind", "produced_at");

-- CreateIndex
CREATE INDEX "evidence_workspace_id_subject_kind_subject_ref_produced_at_idx" ON "evidence"("workspace_id", "subject_kind", "subject_ref", "produced_at");

-- CreateIndex
CREATE INDEX "evidence_upload_workspace_id_expires_at_idx" ON "evidence_upload"("workspace_id", "expires_at");

-- CreateIndex
CREATE INDEX "evidence_production_workspace_id_subject_ref_requested_at_idx" ON "evidence_production"("workspace_id", "subject_ref", "requested_at");

-- CreateIndex
CREATE UNIQUE INDEX "registered_model_workspace_id_name_key" ON "registered_model"("workspace_id", "name");

-- CreateIndex
CREATE INDEX "model_revision_workspace_id_changed_at_idx" ON "model_revision"("workspace_id", "changed_at");

-- CreateIndex
CREATE INDEX "model_version_digest_workspace_id_idx" ON "model_version"("digest", "workspace_id");

-- CreateIndex
CREATE INDEX "model_version_run_id_workspace_id_idx" ON "model_version"("run_id", "workspace_id");

-- CreateIndex
CREATE INDEX "model_alias_model_key_version_idx" ON "model_alias"("model_key", "version");

-- CreateIndex
CREATE INDEX "model_history_model_key_id_idx" ON "model_history"("model_key", "id");

-- CreateIndex
CREATE INDEX "model_history_workspace_id_at_idx" ON "model_history"("workspace_id", "at");

-- CreateIndex
CREATE INDEX "signing_key_purpose_created_at_idx" ON "signing_key"("purpose", "created_at");

-- CreateIndex
CREATE INDEX "model_finding_model_key_opened_at_idx" ON "model_finding"("model_key", "opened_at");

-- CreateIndex
CREATE INDEX "model_validation_model_key_validated_at_idx" ON "model_validation"("model_key", "validated_at");

-- AddForeignKey
ALTER TABLE "policy_version" ADD CONSTRAINT "policy_version_workspace_id_name_fkey" FOREIGN KEY ("workspace_id", "name") REFERENCES "policy"("workspace_id", "name") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "vote" ADD CONSTRAINT "vote_workspace_id_request_number_fkey" FOREIGN KEY ("workspace_id", "request_number") REFERENCES "promotion_request"("workspace_id", "number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "request_comment" ADD CONSTRAINT "request_comment_workspace_id_request_number_fkey" FOREIGN KEY ("workspace_id", "request_number") REFERENCES "promotion_request"("workspace_id", "number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "request_follower" ADD CONSTRAINT "request_follower_workspace_id_request_number_fkey" FOREIGN KEY ("workspace_id", "request_number") REFERENCES "promotion_request"("workspace_id", "number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "request_event" ADD CONSTRAINT "request_event_workspace_id_request_number_fkey" FOREIGN KEY ("workspace_id", "request_number") REFERENCES "promotion_request"("workspace_id", "number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "break_glass_confirmation" ADD CONSTRAINT "break_glass_confirmation_workspace_id_request_number_fkey" FOREIGN KEY ("workspace_id", "request_number") REFERENCES "promotion_request"("workspace_id", "number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "authorisation" ADD CONSTRAINT "authorisation_workspace_id_environment_fkey" FOREIGN KEY ("workspace_id", "environment") REFERENCES "environment"("workspace_id", "name") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "blob_claim" ADD CONSTRAINT "blob_claim_blob_id_fkey" FOREIGN KEY ("blob_id") REFERENCES "blob"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_revision" ADD CONSTRAINT "model_revision_model_key_fkey" FOREIGN KEY ("model_key") REFERENCES "registered_model"("key") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_tag" ADD CONSTRAINT "model_tag_model_key_fkey" FOREIGN KEY ("model_key") REFERENCES "registered_model"("key") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_version" ADD CONSTRAINT "model_version_model_key_fkey" FOREIGN KEY ("model_key") REFERENCES "registered_model"("key") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_version_file" ADD CONSTRAINT "model_version_file_model_key_version_fkey" FOREIGN KEY ("model_key", "version") REFERENCES "model_version"("model_key", "version") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_version_tag" ADD CONSTRAINT "model_version_tag_model_key_version_fkey" FOREIGN KEY ("model_key", "version") REFERENCES "model_version"("model_key", "version") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_alias" ADD CONSTRAINT "model_alias_model_key_version_fkey" FOREIGN KEY ("model_key", "version") REFERENCES "model_version"("model_key", "version") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_history" ADD CONSTRAINT "model_history_model_key_fkey" FOREIGN KEY ("model_key") REFERENCES "registered_model"("key") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_card" ADD CONSTRAINT "model_card_model_key_version_fkey" FOREIGN KEY ("model_key", "version") REFERENCES "model_version"("model_key", "version") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_signature" ADD CONSTRAINT "model_signature_model_key_version_fkey" FOREIGN KEY ("model_key", "version") REFERENCES "model_version"("model_key", "version") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_finding" ADD CONSTRAINT "model_finding_model_key_fkey" FOREIGN KEY ("model_key") REFERENCES "registered_model"("key") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_validation" ADD CONSTRAINT "model_validation_model_key_fkey" FOREIGN KEY ("model_key") REFERENCES "registered_model"("key") ON DELETE RESTRICT ON UPDATE CASCADE;



-- CreateTable
CREATE TABLE "group_change" (
    "id" UUID NOT NULL,
    "group_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "group_change_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "group_change_group_id_state_idx" ON "group_change"("group_id", "state");
ALTER TABLE "group_change" ADD CONSTRAINT "group_change_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "organisation_group"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "group_change" ENABLE ROW LEVEL SECURITY;
CREATE POLICY readable ON "group_change" FOR SELECT TO plumbline_app USING (state = 'pending');
GRANT SELECT ON "group_change" TO plumbline_app;
CREATE POLICY system ON "group_change" FOR ALL TO plumbline_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON "group_change" TO plumbline_system;

-- Tenancy, second layer, as for every table of a workspace.
DO $$
DECLARE
  tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY[
    'blob_claim', 'registered_model', 'model_revision', 'model_tag', 'model_version', 'model_version_file', 'model_version_tag', 'model_alias',
    'model_history', 'model_card', 'model_signature', 'model_finding', 'model_validation', 'environment', 'policy', 'policy_version', 'policy_draft',
    'request_counter', 'promotion_request', 'vote', 'request_comment', 'request_follower', 'request_event', 'vote_delegation',
    'break_glass_confirmation', 'authorisation', 'evidence', 'evidence_upload', 'evidence_production']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('CREATE POLICY tenant ON %I FOR ALL TO plumbline_app USING (workspace_id = current_workspace_id()) WITH CHECK (workspace_id = (SELECT current_workspace_id()))', tenant_table);
  END LOOP;
END $$;

GRANT SELECT, INSERT, UPDATE, DELETE ON
  "blob_claim", "model_tag", "model_version_tag", "model_alias", "policy_draft", "request_follower", "evidence_upload"
  TO plumbline_app;
GRANT SELECT, INSERT, UPDATE ON
  "registered_model", "model_version", "environment", "policy", "request_counter", "promotion_request", "vote_delegation", "evidence_production"
  TO plumbline_app;
-- Written once: what was decided, on what, by whom, and what was live.
GRANT SELECT, INSERT ON
  "model_revision", "model_version_file", "model_history", "model_card", "model_signature", "model_validation", "policy_version", "vote",
  "request_comment", "request_event", "break_glass_confirmation", "evidence", "model_finding", "authorisation"
  TO plumbline_app;
-- A finding is closed, an authorisation ended; nothing else of them changes.
GRANT UPDATE ("closed_by", "closed_at", "resolution") ON "model_finding" TO plumbline_app;
GRANT UPDATE ("ended_at", "end_reason", "ended_by") ON "authorisation" TO plumbline_app;

CREATE FUNCTION refuse_change_of_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are a record and cannot be changed', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
DO $$
DECLARE
  record_table text;
BEGIN
  FOREACH record_table IN ARRAY ARRAY['vote', 'policy_version', 'model_history', 'model_revision', 'evidence', 'break_glass_confirmation', 'request_event']
  LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_record()', record_table || '_is_final', record_table);
  END LOOP;
END $$;

-- What was decided stays as it was decided; only the review that break-glass leaves due is written afterwards.
CREATE FUNCTION refuse_change_of_decided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  reviewed "promotion_request" := NEW;
BEGIN
  reviewed.reviewed_at := OLD.reviewed_at;
  reviewed.reviewed_by := OLD.reviewed_by;
  reviewed.review_note := OLD.review_note;
  IF reviewed IS DISTINCT FROM OLD THEN
    RAISE EXCEPTION 'decided requests are a record and cannot be changed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER promotion_request_is_final BEFORE UPDATE ON "promotion_request"
  FOR EACH ROW WHEN (OLD.decided_at IS NOT NULL) EXECUTE FUNCTION refuse_change_of_decided();

-- What the organisation demands of every workspace, and the keys that sign models.
ALTER TABLE "organisation_policy" ENABLE ROW LEVEL SECURITY;
CREATE POLICY readable ON "organisation_policy" FOR SELECT TO plumbline_app USING (state = 'approved');
GRANT SELECT ON "organisation_policy" TO plumbline_app;
ALTER TABLE "signing_key" ENABLE ROW LEVEL SECURITY;

-- The platform's own work: starters of new workspaces, mandatory policies, signing, and finding what is due in any workspace.
DO $$
DECLARE
  system_table text;
BEGIN
  FOREACH system_table IN ARRAY ARRAY[
    'organisation_policy', 'signing_key', 'environment', 'policy', 'policy_version', 'promotion_request', 'authorisation', 'evidence_upload', 'evidence_production']
  LOOP
    EXECUTE format('CREATE POLICY system ON %I FOR ALL TO plumbline_system USING (true) WITH CHECK (true)', system_table);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE ON "organisation_policy", "signing_key" TO plumbline_system;
GRANT SELECT, INSERT ON "environment", "policy_version" TO plumbline_system;
GRANT SELECT, INSERT, UPDATE ON "policy" TO plumbline_system;
GRANT SELECT ON "promotion_request", "authorisation", "evidence_upload", "evidence_production" TO plumbline_system;

-- Bytes that something holds are not garbage.
CREATE POLICY retention ON "blob_claim" FOR ALL TO plumbline_retention USING (true) WITH CHECK (true);
GRANT SELECT ON "blob_claim" TO plumbline_retention;

-- Names, paths and aliases sort by their bytes: a list pages along the index, and a manifest has one order everywhere.
ALTER TABLE "registered_model" ALTER COLUMN "name" TYPE text COLLATE "C";
ALTER TABLE "model_version_file" ALTER COLUMN "path" TYPE text COLLATE "C";
ALTER TABLE "model_alias" ALTER COLUMN "alias" TYPE text COLLATE "C";

GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO plumbline_app, plumbline_system, plumbline_retention;

-- The person who answers for what an actor did: a person for themselves, whoever made a service account for that.
CREATE VIEW "access_person_behind" WITH (security_invoker = true) AS
  SELECT id::text AS actor_id, id::text AS user_id, id AS account_id FROM "user_account"
  UNION ALL SELECT id::text, created_by, id FROM "service_account";
CREATE VIEW "access_group" WITH (security_invoker = true) AS SELECT name, description FROM "organisation_group";
CREATE VIEW "access_platform_admin" WITH (security_invoker = true) AS
  SELECT id AS user_id FROM "user_account" WHERE platform_role = 'platform-admin' AND disabled_at IS NULL;
GRANT SELECT ON "access_group", "access_platform_admin" TO plumbline_app, plumbline_system;
-- What stands behind a version: the run, its values and its data, and the logged model.
CREATE VIEW "experiments_run" WITH (security_invoker = true) AS
  SELECT workspace_id, run_id, experiment_id, name, status, artifact_uri, created_by, lifecycle_stage FROM "run";
CREATE VIEW "experiments_run_param" WITH (security_invoker = true) AS
  SELECT r.workspace_id, r.run_id, p.key, p.value FROM "run" r JOIN "run_param" p ON p.run_key = r.key;
CREATE VIEW "experiments_run_metric" WITH (security_invoker = true) AS
  SELECT r.workspace_id, r.run_id, k.name AS key, s.last_value AS value FROM "run" r JOIN "metric_summary" s ON s.run_key = r.key
  JOIN "metric_key" k ON k.workspace_id = s.workspace_id AND k.id = s.key_id;
CREATE VIEW "experiments_run_dataset" WITH (security_invoker = true) AS
  SELECT r.workspace_id, r.run_id, d.name, d.digest, i.tags FROM "run" r JOIN "run_input" i ON i.run_key = r.key JOIN "logged_dataset" d ON d.id = i.dataset_id;
CREATE VIEW "experiments_logged_model" WITH (security_invoker = true) AS
  SELECT workspace_id, model_id, experiment_id, name, source_run_id, status, artifact_uri, lifecycle_stage, creation_time FROM "logged_model";
CREATE VIEW "experiments_logged_model_metric" WITH (security_invoker = true) AS
  SELECT workspace_id, model_id, key, step, "timestamp", value, run_id, dataset_name, dataset_digest FROM "logged_model_metric";
-- Where bytes lie, for those that hold them.
CREATE VIEW "artifacts_file" WITH (security_invoker = true) AS
  SELECT a.workspace_id, a.path, a.blob_id, b.digest, b.size_bytes FROM "artifact" a JOIN "blob" b ON b.id = a.blob_id;
CREATE VIEW "approvals_authorisation" WITH (security_invoker = true) AS
  SELECT workspace_id, id, subject_kind, subject_ref, digest, environment, uses, canary_max_percent, conditions, request_number, is_break_glass,
    valid_from, valid_until, ended_at, end_reason FROM "authorisation";
CREATE VIEW "approvals_decision" WITH (security_invoker = true) AS
  SELECT workspace_id, number, kind, state, subject_kind, subject_ref, digest, environment, decided_at, decision FROM "promotion_request" WHERE decided_at IS NOT NULL;
CREATE VIEW "registry_version" WITH (security_invoker = true) AS
  SELECT v.workspace_id, v.model_key, m.name AS model, v.version, v.stage, v.status, v.digest, v.run_id, v.logged_model_id, v.registered_by, v.author_id,
    m.tier, m.business_owner_id FROM "model_version" v JOIN "registered_model" m ON m.key = v.model_key WHERE v.deleted_at IS NULL AND m.deleted_at IS NULL;
GRANT SELECT ON "access_person_behind", "experiments_run", "experiments_run_param", "experiments_run_metric", "experiments_run_dataset",
  "experiments_logged_model", "experiments_logged_model_metric", "artifacts_file", "approvals_authorisation", "approvals_decision", "registry_version"
  TO plumbline_app;
