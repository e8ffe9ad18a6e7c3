-- With the run in it, this index finds one row as the primary key does: whichever a plan takes, and plans of a young
-- table are made without statistics, it never reads the rows of all runs.
CREATE INDEX "run_param_workspace_id_key_run_key_idx" ON "run_param"("workspace_id", "key", "run_key");
CREATE INDEX "run_tag_workspace_id_key_run_key_idx" ON "run_tag"("workspace_id", "key", "run_key");
CREATE INDEX "metric_summary_workspace_id_key_id_run_key_idx" ON "metric_summary"("workspace_id", "key_id", "run_key");
DROP INDEX "run_param_workspace_id_key_idx";
DROP INDEX "run_tag_workspace_id_key_idx";
DROP INDEX "metric_summary_workspace_id_key_id_idx";

-- Both are read by their event alone.
DROP INDEX "audit_annotation_workspace_id_idx";
DROP INDEX "audit_pending_seal_workspace_id_idx";

-- Changes are pruned by age, and their age follows their place in the table.
DROP INDEX "change_created_at_idx";
CREATE INDEX "change_created_at_idx" ON "change" USING BRIN ("created_at") WITH (autosummarize = on);

-- Every run changes its status at least once: with room on its page the new version needs no new index entries.
ALTER TABLE "run" SET (fillfactor = 80);

-- Asked once for a statement instead of once for each row that it writes.
DO $$
DECLARE
  tenant_table text;
BEGIN
  FOR tenant_table IN
    SELECT tablename FROM pg_policies WHERE schemaname = 'public' AND policyname = 'tenant' AND with_check = '(workspace_id = current_workspace_id())'
  LOOP
    EXECUTE format('ALTER POLICY tenant ON %I WITH CHECK (workspace_id = (SELECT current_workspace_id()))', tenant_table);
  END LOOP;
END $$;
