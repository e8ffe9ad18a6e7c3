-- What files of runs take, for those who add it up.
CREATE VIEW "artifacts_path" WITH (security_invoker = true) AS SELECT workspace_id, path, size_bytes FROM "artifact";
GRANT SELECT ON "artifacts_path" TO plumbline_app;

-- Whether a version was registered from a logged model is asked of each run that is to go.
CREATE INDEX "model_version_workspace_id_logged_model_id_idx" ON "model_version"("workspace_id", "logged_model_id") WHERE "logged_model_id" IS NOT NULL;

-- An experiment that was removed for good may be brought again, as another one.
GRANT UPDATE ("experiment_id") ON "import_experiment" TO plumbline_app;
