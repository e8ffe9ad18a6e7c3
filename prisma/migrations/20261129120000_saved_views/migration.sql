-- CreateTable
CREATE TABLE "saved_view" (
    "id" UUID NOT NULL,
    "workspace_id" INTEGER NOT NULL,
    "experiment_id" INTEGER,
    "owner_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "is_shared" BOOLEAN NOT NULL,
    "content" JSONB NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by" TEXT NOT NULL,

    CONSTRAINT "saved_view_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "saved_view_default" (
    "workspace_id" INTEGER NOT NULL,
    "experiment_id" INTEGER NOT NULL,
    "view_id" UUID NOT NULL,

    CONSTRAINT "saved_view_default_pkey" PRIMARY KEY ("workspace_id", "experiment_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "saved_view_workspace_id_name_key_key" ON "saved_view"("workspace_id", "name_key");

-- CreateIndex
CREATE INDEX "saved_view_workspace_id_experiment_id_idx" ON "saved_view"("workspace_id", "experiment_id");

-- CreateIndex
CREATE INDEX "saved_view_workspace_id_owner_id_idx" ON "saved_view"("workspace_id", "owner_id");

-- CreateIndex
CREATE INDEX "saved_view_default_view_id_idx" ON "saved_view_default"("view_id");

-- AddForeignKey
ALTER TABLE "saved_view" ADD CONSTRAINT "saved_view_workspace_id_experiment_id_fkey" FOREIGN KEY ("workspace_id", "experiment_id") REFERENCES "experiment"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saved_view_default" ADD CONSTRAINT "saved_view_default_workspace_id_experiment_id_fkey" FOREIGN KEY ("workspace_id", "experiment_id") REFERENCES "experiment"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saved_view_default" ADD CONSTRAINT "saved_view_default_view_id_fkey" FOREIGN KEY ("view_id") REFERENCES "saved_view"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "saved_view" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "saved_view_default" ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "saved_view" FOR ALL TO plumbline_app USING (workspace_id = current_workspace_id()) WITH CHECK (workspace_id = (SELECT current_workspace_id()));
CREATE POLICY tenant ON "saved_view_default" FOR ALL TO plumbline_app USING (workspace_id = current_workspace_id()) WITH CHECK (workspace_id = (SELECT current_workspace_id()));
GRANT SELECT, INSERT, UPDATE, DELETE ON "saved_view", "saved_view_default" TO plumbline_app;
