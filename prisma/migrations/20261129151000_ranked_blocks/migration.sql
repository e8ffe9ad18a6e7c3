-- The numbers of ranks once more, side by side: a search that has gathered runs asks for thousands of their numbers, and each by itself costs ten times as much.
CREATE TABLE "ranked_block" (
    "workspace_id" INTEGER NOT NULL,
    "field" INTEGER NOT NULL,
    "block" BIGINT NOT NULL,
    "numbers" DOUBLE PRECISION[],

    CONSTRAINT "ranked_block_pkey" PRIMARY KEY ("workspace_id", "field", "block")
);

-- In the row itself, uncompressed: 480 numbers take half a page.
ALTER TABLE "ranked_block" ALTER COLUMN "numbers" SET STORAGE PLAIN;
ALTER TABLE "ranked_block" SET (autovacuum_vacuum_scale_factor = 0.02);

-- A block with other numbers in some of its places; NaN where a place was never filled.
CREATE FUNCTION ranked_block_with(numbers DOUBLE PRECISION[], places INTEGER[], given DOUBLE PRECISION[]) RETURNS DOUBLE PRECISION[]
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  filled DOUBLE PRECISION[] := COALESCE(numbers, array_fill('NaN'::DOUBLE PRECISION, ARRAY[480]));
BEGIN
  FOR i IN 1 .. cardinality(places) LOOP
    filled[places[i]] := given[i];
  END LOOP;
  RETURN filled;
END $$;

INSERT INTO "ranked_block" ("workspace_id", "field", "block", "numbers")
SELECT "workspace_id", "field", "run_key" / 480, ranked_block_with(NULL, array_agg(("run_key" % 480 + 1)::INTEGER), array_agg("value"))
FROM "ranked_number" GROUP BY 1, 2, 3;

ALTER TABLE "ranked_block" ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "ranked_block" FOR ALL TO plumbline_app USING (workspace_id = current_workspace_id()) WITH CHECK (workspace_id = (SELECT current_workspace_id()));
-- Made across workspaces, as ranks are.
CREATE POLICY retention ON "ranked_block" FOR ALL TO plumbline_retention USING (true) WITH CHECK (true);
GRANT SELECT ON "ranked_block" TO plumbline_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "ranked_block" TO plumbline_retention;
