-- CreateTable
CREATE TABLE "run_note_version" (
    "workspace_id" INTEGER NOT NULL,
    "run_key" BIGINT NOT NULL,
    "version" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "author_id" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "run_note_version_pkey" PRIMARY KEY ("run_key","version")
);

-- CreateTable
CREATE TABLE "run_comment" (
    "id" UUID NOT NULL,
    "workspace_id" INTEGER NOT NULL,
    "run_key" BIGINT NOT NULL,
    "author_id" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "mentions" TEXT[],
    "at" TIMESTAMPTZ(3) NOT NULL,
    "edited_at" TIMESTAMPTZ(3),

    CONSTRAINT "run_comment_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "run_comment_run_key_id_idx" ON "run_comment"("run_key", "id");

-- AddForeignKey
ALTER TABLE "run_note_version" ADD CONSTRAINT "run_note_version_run_key_fkey" FOREIGN KEY ("run_key") REFERENCES "run"("key") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_comment" ADD CONSTRAINT "run_comment_run_key_fkey" FOREIGN KEY ("run_key") REFERENCES "run"("key") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "run_note_version" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "run_comment" ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "run_note_version" FOR ALL TO plumbline_app USING (workspace_id = current_workspace_id()) WITH CHECK (workspace_id = (SELECT current_workspace_id()));
CREATE POLICY tenant ON "run_comment" FOR ALL TO plumbline_app USING (workspace_id = current_workspace_id()) WITH CHECK (workspace_id = (SELECT current_workspace_id()));
GRANT SELECT, INSERT, UPDATE, DELETE ON "run_note_version", "run_comment" TO plumbline_app;

-- Notes that are there already begin their history as they stand; when they were written is not known.
INSERT INTO "run_note_version" ("workspace_id", "run_key", "version", "text", "author_id", "at")
SELECT workspace_id, run_key, 1, value, NULL, now() FROM "run_tag" WHERE key = 'mlflow.note.content' AND value <> '';

-- Whoever sets the tag, over any surface, the history has it. What clients log within a minute is one version: a script that
-- notes each step would fill the table. The newest 1,000 versions are kept.
CREATE FUNCTION keep_run_note() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  writer text := NULLIF(NULLIF(current_actor_id(), 'ingest'), 'system');
  newest "run_note_version"%ROWTYPE;
BEGIN
  SELECT * INTO newest FROM "run_note_version"
  WHERE workspace_id = NEW.workspace_id AND run_key = NEW.run_key ORDER BY version DESC LIMIT 1;
  IF FOUND AND writer IS NULL AND newest.author_id IS NULL AND newest.at > now() - interval '1 minute' THEN
    UPDATE "run_note_version" SET text = NEW.value, at = now() WHERE run_key = NEW.run_key AND version = newest.version;
    RETURN NULL;
  END IF;
  INSERT INTO "run_note_version" ("workspace_id", "run_key", "version", "text", "author_id", "at")
  VALUES (NEW.workspace_id, NEW.run_key, COALESCE(newest.version, 0) + 1, NEW.value, writer, now());
  DELETE FROM "run_note_version" WHERE run_key = NEW.run_key AND version <= COALESCE(newest.version, 0) + 1 - 1000;
  RETURN NULL;
END
$$;
CREATE TRIGGER run_note_begins AFTER INSERT ON "run_tag"
  FOR EACH ROW WHEN (NEW.key = 'mlflow.note.content') EXECUTE FUNCTION keep_run_note();
CREATE TRIGGER run_note_changes AFTER UPDATE ON "run_tag"
  FOR EACH ROW WHEN (NEW.key = 'mlflow.note.content' AND NEW.value IS DISTINCT FROM OLD.value) EXECUTE FUNCTION keep_run_note();
