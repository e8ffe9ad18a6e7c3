-- What runs are found and sorted by lies in tables of its own, made behind the writes: hot rows stay free of indexes by value.
CREATE TABLE "hot_run" (
    "workspace_id" INTEGER NOT NULL,
    "experiment_id" INTEGER NOT NULL,
    "run_key" BIGINT NOT NULL,
    "settling_at" TIMESTAMPTZ(3),

    CONSTRAINT "hot_run_pkey" PRIMARY KEY ("workspace_id", "experiment_id", "run_key")
);

CREATE TABLE "ranked_number" (
    "workspace_id" INTEGER NOT NULL,
    "experiment_id" INTEGER NOT NULL,
    "run_key" BIGINT NOT NULL,
    "field" INTEGER NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "start_time" BIGINT NOT NULL,

    CONSTRAINT "ranked_number_pkey" PRIMARY KEY ("run_key", "field")
);

CREATE TABLE "ranked_text" (
    "workspace_id" INTEGER NOT NULL,
    "experiment_id" INTEGER NOT NULL,
    "run_key" BIGINT NOT NULL,
    "field" TEXT NOT NULL COLLATE "C",
    "head" TEXT NOT NULL COLLATE "C",
    "start_time" BIGINT NOT NULL,

    CONSTRAINT "ranked_text_pkey" PRIMARY KEY ("run_key", "field")
);

CREATE INDEX "ranked_number_workspace_id_experiment_id_field_value_start__idx" ON "ranked_number"("workspace_id", "experiment_id", "field", "value", "start_time", "run_key");
CREATE INDEX "ranked_text_workspace_id_experiment_id_field_head_start_tim_idx" ON "ranked_text"("workspace_id", "experiment_id", "field", "head", "start_time" DESC, "run_key");

-- An order runs newest first where its values are equal: numbers mostly downwards, texts mostly upwards. The other way, PostgreSQL sorts what is equal.

-- A row is marked again and again while its run is written to.
ALTER TABLE "hot_run" SET (fillfactor = 70);
-- Index-only walks need to know which pages everybody may see: soon after many runs have settled, not after a fifth of the table has changed.
ALTER TABLE "ranked_number" SET (autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
ALTER TABLE "ranked_text" SET (autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);

-- All runs that are there are hot until they have their ranks.
INSERT INTO "hot_run" ("workspace_id", "experiment_id", "run_key", "settling_at")
SELECT "workspace_id", "experiment_id", "key", CURRENT_TIMESTAMP FROM "run";

-- The keys of a run are found by the run; searches by key and value have the tables above.
DROP INDEX "run_param_workspace_id_key_run_key_idx";
DROP INDEX "run_tag_workspace_id_key_run_key_idx";
DROP INDEX "metric_summary_workspace_id_key_id_run_key_idx";

DO $$
DECLARE
  search_table text;
BEGIN
  FOREACH search_table IN ARRAY ARRAY['hot_run', 'ranked_number', 'ranked_text'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', search_table);
    EXECUTE format('CREATE POLICY tenant ON %I FOR ALL TO plumbline_app USING (workspace_id = current_workspace_id()) WITH CHECK (workspace_id = (SELECT current_workspace_id()))', search_table);
    -- Ranks are made across workspaces.
    EXECUTE format('CREATE POLICY retention ON %I FOR ALL TO plumbline_retention USING (true) WITH CHECK (true)', search_table);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE ON "hot_run" TO plumbline_app;
GRANT SELECT ON "ranked_number", "ranked_text" TO plumbline_app;
GRANT SELECT, UPDATE, DELETE ON "hot_run" TO plumbline_retention;
GRANT SELECT, INSERT, UPDATE, DELETE ON "ranked_number", "ranked_text" TO plumbline_retention;
