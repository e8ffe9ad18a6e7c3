-- CreateTable
CREATE TABLE "import_source" (
    "key" BIGSERIAL NOT NULL,
    "workspace_id" INTEGER NOT NULL,
    "address" TEXT NOT NULL,

    CONSTRAINT "import_source_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "mlflow_import" (
    "id" UUID NOT NULL,
    "workspace_id" INTEGER NOT NULL,
    "source_key" BIGINT NOT NULL,
    "is_preview" BOOLEAN NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "is_complete" BOOLEAN,
    "failure" TEXT,
    "sign_in" TEXT NOT NULL,
    "sealed" TEXT,
    "experiments" TEXT[],
    "source_version" TEXT,
    "progress" JSONB NOT NULL,
    "counts" JSONB NOT NULL DEFAULT '{}',
    "checks" JSONB NOT NULL DEFAULT '[]',
    "requested_by" TEXT NOT NULL,
    "requested_by_kind" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "mlflow_import_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_problem" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" INTEGER NOT NULL,
    "import_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "is_loss" BOOLEAN NOT NULL,

    CONSTRAINT "import_problem_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_experiment" (
    "workspace_id" INTEGER NOT NULL,
    "source_key" BIGINT NOT NULL,
    "source_id" TEXT NOT NULL,
    "experiment_id" INTEGER NOT NULL,

    CONSTRAINT "import_experiment_pkey" PRIMARY KEY ("source_key", "source_id")
);

-- CreateTable
CREATE TABLE "import_run" (
    "workspace_id" INTEGER NOT NULL,
    "source_key" BIGINT NOT NULL,
    "run_id" TEXT NOT NULL,
    "import_id" UUID NOT NULL,
    "is_whole" BOOLEAN NOT NULL DEFAULT false,
    "fingerprint" BYTEA,
    "points" BIGINT NOT NULL DEFAULT 0,
    "point_sum" BYTEA,

    CONSTRAINT "import_run_pkey" PRIMARY KEY ("source_key", "run_id")
);

-- CreateTable
CREATE TABLE "import_logged_model" (
    "workspace_id" INTEGER NOT NULL,
    "source_key" BIGINT NOT NULL,
    "model_id" TEXT NOT NULL,
    "import_id" UUID NOT NULL,

    CONSTRAINT "import_logged_model_pkey" PRIMARY KEY ("source_key", "model_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "import_source_workspace_id_address_key" ON "import_source"("workspace_id", "address");

-- CreateIndex
CREATE INDEX "mlflow_import_workspace_id_id_idx" ON "mlflow_import"("workspace_id", "id");

-- CreateIndex
CREATE INDEX "mlflow_import_source_key_idx" ON "mlflow_import"("source_key");

-- CreateIndex
CREATE UNIQUE INDEX "import_problem_import_id_kind_subject_key" ON "import_problem"("import_id", "kind", "subject");

-- CreateIndex
CREATE INDEX "import_run_import_id_idx" ON "import_run"("import_id");

-- AddForeignKey
ALTER TABLE "mlflow_import" ADD CONSTRAINT "mlflow_import_source_key_fkey" FOREIGN KEY ("source_key") REFERENCES "import_source"("key") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_problem" ADD CONSTRAINT "import_problem_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "mlflow_import"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_experiment" ADD CONSTRAINT "import_experiment_source_key_fkey" FOREIGN KEY ("source_key") REFERENCES "import_source"("key") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_run" ADD CONSTRAINT "import_run_source_key_fkey" FOREIGN KEY ("source_key") REFERENCES "import_source"("key") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_logged_model" ADD CONSTRAINT "import_logged_model_source_key_fkey" FOREIGN KEY ("source_key") REFERENCES "import_source"("key") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "import_source" ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "import_source" FOR ALL TO plumbline_app USING (workspace_id = current_workspace_id()) WITH CHECK (workspace_id = (SELECT current_workspace_id()));
ALTER TABLE "mlflow_import" ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "mlflow_import" FOR ALL TO plumbline_app USING (workspace_id = current_workspace_id()) WITH CHECK (workspace_id = (SELECT current_workspace_id()));
ALTER TABLE "import_problem" ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "import_problem" FOR ALL TO plumbline_app USING (workspace_id = current_workspace_id()) WITH CHECK (workspace_id = (SELECT current_workspace_id()));
ALTER TABLE "import_experiment" ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "import_experiment" FOR ALL TO plumbline_app USING (workspace_id = current_workspace_id()) WITH CHECK (workspace_id = (SELECT current_workspace_id()));
ALTER TABLE "import_run" ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "import_run" FOR ALL TO plumbline_app USING (workspace_id = current_workspace_id()) WITH CHECK (workspace_id = (SELECT current_workspace_id()));
ALTER TABLE "import_logged_model" ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "import_logged_model" FOR ALL TO plumbline_app USING (workspace_id = current_workspace_id()) WITH CHECK (workspace_id = (SELECT current_workspace_id()));

-- Imports whose worker died, and secrets of any workspace whose key changed, are found by the platform.
CREATE POLICY system ON "mlflow_import" FOR ALL TO plumbline_system USING (true) WITH CHECK (true);
GRANT SELECT, UPDATE ON "mlflow_import" TO plumbline_system;

GRANT SELECT, INSERT ON "import_source", "import_experiment" TO plumbline_app;
GRANT SELECT, INSERT, UPDATE ON "mlflow_import", "import_run", "import_logged_model" TO plumbline_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "import_problem" TO plumbline_app;
GRANT USAGE ON SEQUENCE "import_source_key_seq", "import_problem_id_seq" TO plumbline_app;
