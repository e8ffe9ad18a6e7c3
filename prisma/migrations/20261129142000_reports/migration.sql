-- CreateTable
CREATE TABLE "report" (
    "id" UUID NOT NULL,
    "workspace_id" INTEGER NOT NULL,
    "owner_id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "is_shared" BOOLEAN NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by" TEXT NOT NULL,

    CONSTRAINT "report_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "report_version" (
    "workspace_id" INTEGER NOT NULL,
    "report_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "author_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "report_version_pkey" PRIMARY KEY ("report_id","revision")
);

-- CreateIndex
CREATE INDEX "report_workspace_id_updated_at_id_idx" ON "report"("workspace_id", "updated_at" DESC, "id");

-- CreateIndex
CREATE INDEX "report_workspace_id_owner_id_idx" ON "report"("workspace_id", "owner_id");

-- AddForeignKey
ALTER TABLE "report_version" ADD CONSTRAINT "report_version_report_id_fkey" FOREIGN KEY ("report_id") REFERENCES "report"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "report" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "report_version" ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "report" FOR ALL TO plumbline_app USING (workspace_id = current_workspace_id()) WITH CHECK (workspace_id = (SELECT current_workspace_id()));
CREATE POLICY tenant ON "report_version" FOR ALL TO plumbline_app USING (workspace_id = current_workspace_id()) WITH CHECK (workspace_id = (SELECT current_workspace_id()));
GRANT SELECT, INSERT, UPDATE, DELETE ON "report", "report_version" TO plumbline_app;
