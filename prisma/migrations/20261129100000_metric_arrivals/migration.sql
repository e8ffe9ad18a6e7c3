-- What one request logs to one run is one row, whatever its number of keys; merging turns it into bundles and blocks.
CREATE TABLE "metric_arrival" (
    "workspace_id" INTEGER NOT NULL,
    "run_key" BIGINT NOT NULL,
    "digest" BYTEA NOT NULL,
    "lo_key" INTEGER NOT NULL,
    "hi_key" INTEGER NOT NULL,
    "keys" INTEGER NOT NULL,
    "count" INTEGER NOT NULL,
    "lo_step" BIGINT NOT NULL,
    "hi_step" BIGINT NOT NULL,
    "lo_time" BIGINT NOT NULL,
    "hi_time" BIGINT NOT NULL,
    "points" BYTEA,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "metric_arrival_pkey" PRIMARY KEY ("run_key","digest")
);

-- Merged points of several keys of a run: all of a short run, or those of one shelf of key numbers.
CREATE TABLE "metric_bundle" (
    "workspace_id" INTEGER NOT NULL,
    "run_key" BIGINT NOT NULL,
    "shelf" INTEGER NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "lo_key" INTEGER NOT NULL,
    "hi_key" INTEGER NOT NULL,
    "keys" INTEGER NOT NULL,
    "count" INTEGER NOT NULL,
    "lo_step" BIGINT NOT NULL,
    "hi_step" BIGINT NOT NULL,
    "lo_time" BIGINT NOT NULL,
    "hi_time" BIGINT NOT NULL,
    "points" BYTEA NOT NULL,

    CONSTRAINT "metric_bundle_pkey" PRIMARY KEY ("run_key","shelf","id")
);

-- Packed points do not compress further; do not spend time trying.
ALTER TABLE "metric_arrival" ALTER COLUMN "points" SET STORAGE EXTERNAL;
ALTER TABLE "metric_bundle" ALTER COLUMN "points" SET STORAGE EXTERNAL;

-- Arrivals come and go: their room is wanted again soon.
ALTER TABLE "metric_arrival" SET (autovacuum_vacuum_scale_factor = 0.1, autovacuum_analyze_scale_factor = 0.5);

DO $$
DECLARE
  point_table text;
BEGIN
  FOREACH point_table IN ARRAY ARRAY['metric_arrival', 'metric_bundle'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', point_table);
    EXECUTE format('CREATE POLICY tenant ON %I FOR ALL TO plumbline_app USING (workspace_id = current_workspace_id()) WITH CHECK (workspace_id = (SELECT current_workspace_id()))', point_table);
    EXECUTE format('CREATE POLICY retention ON %I FOR ALL TO plumbline_retention USING (true) WITH CHECK (true)', point_table);
  END LOOP;
END $$;
GRANT SELECT, INSERT ON "metric_arrival" TO plumbline_app;
GRANT SELECT ON "metric_bundle" TO plumbline_app;
-- A merged arrival keeps its digest, without its points, for as long as its request may be repeated.
GRANT SELECT, DELETE, UPDATE ("points") ON "metric_arrival" TO plumbline_retention;
GRANT SELECT, INSERT, DELETE ON "metric_bundle" TO plumbline_retention;
GRANT USAGE ON SEQUENCE "metric_bundle_id_seq" TO plumbline_retention;

-- Blocks that wait to be merged become arrivals of one key: "\x02", the key's number, and the block. Their digests are other ones than those of
-- requests, since two keys may have the same points.
WITH waiting AS (
  DELETE FROM "metric_block" b USING "metric_compaction" c WHERE b.lo_time IS NULL AND b.created_at > c.considered_until
  RETURNING b.*
)
INSERT INTO "metric_arrival" (workspace_id, run_key, digest, lo_key, hi_key, keys, count, lo_step, hi_step, lo_time, hi_time, points, created_at)
SELECT workspace_id, run_key, substring(sha256(int4send(key_id) || digest) FROM 1 FOR 16), key_id, key_id, 1, count, lo_step, hi_step,
  -9223372036854775808, 9223372036854775807, '\x02' || int4send(key_id) || points, created_at
FROM waiting;

-- Blocks are written by merging alone now: how old they are says nothing any more.
DROP INDEX "metric_block_created_at_idx";

-- What is left to merge is what lies among the arrivals.
ALTER TABLE "metric_compaction" DROP COLUMN "considered_until", DROP COLUMN "window_until", DROP COLUMN "run_key", DROP COLUMN "key_id";

REVOKE INSERT ON "metric_block" FROM plumbline_app;
