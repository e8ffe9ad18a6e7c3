-- How old a block is, for the merging of blocks: a request that may still be repeated keeps its own. The times are there
-- when a block was merged: a page of a history then reads only blocks that can hold its points.
ALTER TABLE "metric_block"
  ADD COLUMN "lo_time" BIGINT,
  ADD COLUMN "hi_time" BIGINT,
  ADD COLUMN "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- Rows lie in the order of their writing, so a summary per range of pages finds the new ones and costs a writer next to nothing.
CREATE INDEX "metric_block_created_at_idx" ON "metric_block" USING BRIN ("created_at") WITH (autosummarize = on);

-- How far merging has come. One row; whoever raises the generation takes the work over.
CREATE TABLE "metric_compaction" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "generation" BIGINT NOT NULL DEFAULT 0,
    "considered_until" TIMESTAMPTZ(3) NOT NULL,
    "window_until" TIMESTAMPTZ(3),
    "run_key" BIGINT NOT NULL DEFAULT 0,
    "key_id" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "metric_compaction_pkey" PRIMARY KEY ("id")
);
-- Blocks that were there before count as written at this moment.
INSERT INTO "metric_compaction" ("considered_until") VALUES (CURRENT_TIMESTAMP - interval '1 second');

ALTER TABLE "metric_compaction" ENABLE ROW LEVEL SECURITY;
CREATE POLICY retention ON "metric_compaction" FOR ALL TO plumbline_retention USING (true) WITH CHECK (true);
GRANT SELECT, UPDATE ON "metric_compaction" TO plumbline_retention;

-- Points that two requests logged were counted twice; merging drops one of each and counts it no more.
GRANT UPDATE ("count", "numeric_count", "sum") ON "metric_summary" TO plumbline_retention;
