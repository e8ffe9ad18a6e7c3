-- CreateTable
CREATE TABLE "cluster" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "context" TEXT,
    "address" TEXT,
    "is_unchecked" BOOLEAN NOT NULL DEFAULT false,
    "kubeconfig" TEXT,
    "settings" JSONB NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "state" TEXT NOT NULL DEFAULT 'connecting',
    "state_since" TIMESTAMPTZ(3) NOT NULL,
    "problem" TEXT,
    "last_contact_at" TIMESTAMPTZ(3),
    "versions" JSONB NOT NULL DEFAULT '{}',
    "can_write" BOOLEAN,
    "wants_reading_at" TIMESTAMPTZ(3),
    "registered_by" TEXT NOT NULL,
    "registered_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "cluster_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cluster_reading" (
    "cluster_id" UUID NOT NULL,
    "read_at" TIMESTAMPTZ(3) NOT NULL,
    "body" JSONB NOT NULL,
    "units" JSONB NOT NULL,

    CONSTRAINT "cluster_reading_pkey" PRIMARY KEY ("cluster_id")
);

-- CreateTable
CREATE TABLE "cluster_call" (
    "cluster_id" UUID NOT NULL,
    "verb" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "failures" INTEGER NOT NULL,
    "last_status" INTEGER NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "cluster_call_pkey" PRIMARY KEY ("cluster_id", "verb", "path")
);

-- CreateTable
CREATE TABLE "cluster_mapping" (
    "cluster_id" UUID NOT NULL,
    "workspace_id" INTEGER NOT NULL,
    "queue" TEXT NOT NULL DEFAULT '',
    "namespace" TEXT,
    "local_queue" TEXT,
    "use" TEXT NOT NULL DEFAULT 'none',
    "mapped_by" TEXT NOT NULL,
    "mapped_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "cluster_mapping_pkey" PRIMARY KEY ("cluster_id", "workspace_id", "queue")
);

-- CreateTable
CREATE TABLE "managed_queue" (
    "cluster_id" UUID NOT NULL,
    "queue" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "managed_queue_pkey" PRIMARY KEY ("cluster_id", "queue")
);

-- CreateTable
CREATE TABLE "cluster_write" (
    "id" UUID NOT NULL,
    "cluster_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "namespace" TEXT,
    "name" TEXT NOT NULL,
    "manifest" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "problem" TEXT,
    "by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "cluster_write_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "cluster_name_key" ON "cluster"("name");

-- CreateIndex
CREATE INDEX "cluster_mapping_workspace_id_idx" ON "cluster_mapping"("workspace_id");

-- CreateIndex
CREATE INDEX "cluster_write_cluster_id_at_idx" ON "cluster_write"("cluster_id", "at");

-- AddForeignKey
ALTER TABLE "cluster_reading" ADD CONSTRAINT "cluster_reading_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cluster_call" ADD CONSTRAINT "cluster_call_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cluster_mapping" ADD CONSTRAINT "cluster_mapping_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "managed_queue" ADD CONSTRAINT "managed_queue_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cluster_write" ADD CONSTRAINT "cluster_write_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Which workspace has what is told to that workspace; all else of a cluster is of the platform, which shows of it what a viewer may know.
ALTER TABLE "cluster_mapping" ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "cluster_mapping" FOR ALL TO plumbline_app USING (workspace_id = current_workspace_id()) WITH CHECK (workspace_id = (SELECT current_workspace_id()));
GRANT SELECT ON "cluster_mapping" TO plumbline_app;

DO $$
DECLARE platform_table text;
BEGIN
  FOREACH platform_table IN ARRAY ARRAY['cluster', 'cluster_reading', 'cluster_call', 'managed_queue', 'cluster_write']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', platform_table);
  END LOOP;
  FOREACH platform_table IN ARRAY ARRAY['cluster', 'cluster_reading', 'cluster_call', 'cluster_mapping', 'managed_queue', 'cluster_write']
  LOOP
    EXECUTE format('CREATE POLICY system ON %I FOR ALL TO plumbline_system USING (true) WITH CHECK (true)', platform_table);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO plumbline_system', platform_table);
  END LOOP;
END $$;
