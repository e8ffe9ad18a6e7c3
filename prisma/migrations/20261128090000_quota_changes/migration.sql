-- What the queues of a cluster give of a pool, as they were last read.
ALTER TABLE "pool" ADD COLUMN "queues" JSONB NOT NULL DEFAULT '[]';

-- Limits that a request asks for beside the guarantee; what it does not name stays.
ALTER TABLE "quota_request" ADD COLUMN "limits" JSONB NOT NULL DEFAULT '{}';

-- CreateTable
CREATE TABLE "quota_change" (
    "id" UUID NOT NULL,
    "workspace_id" INTEGER NOT NULL,
    "request_id" UUID NOT NULL,
    "pool_id" UUID NOT NULL,
    "of_workspace_id" INTEGER NOT NULL,
    "queue" TEXT NOT NULL,
    "flavour" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "before" JSONB NOT NULL,
    "after" JSONB NOT NULL,
    "is_return" BOOLEAN NOT NULL,
    "state" TEXT NOT NULL,
    "problem" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "quota_change_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "quota_change_request_id_idx" ON "quota_change"("request_id");

-- CreateIndex
CREATE INDEX "quota_change_pool_id_state_idx" ON "quota_change"("pool_id", "state");

-- AddForeignKey
ALTER TABLE "quota_change" ADD CONSTRAINT "quota_change_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "quota_request"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quota_change" ADD CONSTRAINT "quota_change_pool_id_fkey" FOREIGN KEY ("pool_id") REFERENCES "pool"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "quota_change" ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "quota_change" FOR ALL TO plumbline_app USING (workspace_id = current_workspace_id()) WITH CHECK (workspace_id = (SELECT current_workspace_id()));
CREATE POLICY system ON "quota_change" FOR ALL TO plumbline_system USING (true) WITH CHECK (true);
GRANT SELECT ON "quota_change" TO plumbline_app;
GRANT SELECT, INSERT, UPDATE ON "quota_change" TO plumbline_system;
