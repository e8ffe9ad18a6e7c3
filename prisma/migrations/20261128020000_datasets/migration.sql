-- CreateTable
CREATE TABLE "dataset" (
    "key" BIGSERIAL NOT NULL,
    "workspace_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "purpose" TEXT NOT NULL DEFAULT '',
    "owner_id" UUID,
    "retention_days" INTEGER,
    "tags" JSONB NOT NULL DEFAULT '[]',
    "next_version" INTEGER NOT NULL DEFAULT 1,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "dataset_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "dataset_version" (
    "workspace_id" INTEGER NOT NULL,
    "dataset_key" BIGINT NOT NULL,
    "version" INTEGER NOT NULL,
    "is_verified" BOOLEAN NOT NULL,
    "source_name" TEXT NOT NULL,
    "source_digest" TEXT NOT NULL,
    "sha256" BYTEA,
    "blob_id" UUID,
    "size_bytes" BIGINT,
    "file_name" TEXT,
    "format" TEXT,
    "run_id" TEXT,
    "source_type" TEXT,
    "source" TEXT,
    "logged_schema" TEXT,
    "logged_profile" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "dataset_version_pkey" PRIMARY KEY ("dataset_key","version")
);

-- CreateTable
CREATE TABLE "dataset_profile" (
    "workspace_id" INTEGER NOT NULL,
    "dataset_key" BIGINT NOT NULL,
    "version" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "message" TEXT NOT NULL DEFAULT '',
    "progress" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "row_count" BIGINT,
    "columns" JSONB,
    "preview" JSONB,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "dataset_profile_pkey" PRIMARY KEY ("dataset_key","version")
);

-- CreateTable
CREATE TABLE "dataset_hold" (
    "workspace_id" INTEGER NOT NULL,
    "dataset_key" BIGINT NOT NULL,
    "version" INTEGER NOT NULL,
    "holder" TEXT NOT NULL,

    CONSTRAINT "dataset_hold_pkey" PRIMARY KEY ("dataset_key","version","holder")
);

-- CreateIndex
CREATE UNIQUE INDEX "dataset_workspace_id_name_key" ON "dataset"("workspace_id", "name");

-- CreateIndex
CREATE INDEX "dataset_version_workspace_id_source_name_source_digest_idx" ON "dataset_version"("workspace_id", "source_name", "source_digest");

-- CreateIndex
CREATE UNIQUE INDEX "dataset_version_dataset_key_sha256_key" ON "dataset_version"("dataset_key", "sha256");

-- CreateIndex
CREATE UNIQUE INDEX "dataset_version_dataset_key_source_name_source_digest_is_ve_key" ON "dataset_version"("dataset_key", "source_name", "source_digest", "is_verified");

-- AddForeignKey
ALTER TABLE "dataset_version" ADD CONSTRAINT "dataset_version_dataset_key_fkey" FOREIGN KEY ("dataset_key") REFERENCES "dataset"("key") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dataset_profile" ADD CONSTRAINT "dataset_profile_dataset_key_version_fkey" FOREIGN KEY ("dataset_key", "version") REFERENCES "dataset_version"("dataset_key", "version") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dataset_hold" ADD CONSTRAINT "dataset_hold_dataset_key_version_fkey" FOREIGN KEY ("dataset_key", "version") REFERENCES "dataset_version"("dataset_key", "version") ON DELETE RESTRICT ON UPDATE CASCADE;


-- Tenancy, second layer, as for every table of a workspace.
DO $$
DECLARE
  tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['dataset', 'dataset_version', 'dataset_profile', 'dataset_hold']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('CREATE POLICY tenant ON %I FOR ALL TO plumbline_app USING (workspace_id = current_workspace_id()) WITH CHECK (workspace_id = (SELECT current_workspace_id()))', tenant_table);
  END LOOP;
END $$;

GRANT SELECT, INSERT, UPDATE, DELETE ON "dataset", "dataset_profile" TO plumbline_app;
-- A version is written once. It goes only with its dataset, and only while nothing holds it.
GRANT SELECT, INSERT, DELETE ON "dataset_version" TO plumbline_app;
GRANT SELECT, INSERT ON "dataset_hold" TO plumbline_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO plumbline_app, plumbline_system, plumbline_retention;

-- What a run's client said of the data that it used.
CREATE VIEW "experiments_logged_dataset" WITH (security_invoker = true) AS
  SELECT r.workspace_id, r.run_id, d.name, d.digest, d.source_type, d.source, d.schema, d.profile
  FROM "run" r JOIN "run_input" i ON i.run_key = r.key JOIN "logged_dataset" d ON d.id = i.dataset_id;
CREATE VIEW "lineage_arrow" WITH (security_invoker = true) AS
  SELECT workspace_id, from_kind, from_id, relation, to_kind, to_id, created_at FROM "lineage_edge";
CREATE VIEW "datasets_version" WITH (security_invoker = true) AS
  SELECT v.workspace_id, d.key AS dataset_key, d.name AS dataset, v.version, v.is_verified, v.sha256, v.source_name, v.source_digest, v.format,
    v.size_bytes, p.row_count, v.created_at
  FROM "dataset_version" v JOIN "dataset" d ON d.key = v.dataset_key
  LEFT JOIN "dataset_profile" p ON p.dataset_key = v.dataset_key AND p.version = v.version;
GRANT SELECT ON "experiments_logged_dataset", "lineage_arrow", "datasets_version" TO plumbline_app;
