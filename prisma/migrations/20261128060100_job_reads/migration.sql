-- Tokens that jobs work with belong to their attempts, and are in no list of tokens.
ALTER TABLE "token" ADD COLUMN "job_id" UUID;

-- What a spec's names mean, and what a job shows of where its run lies.
CREATE VIEW "experiments_experiment" WITH (security_invoker = true) AS
  SELECT workspace_id, id AS experiment_id, name, lifecycle_stage FROM "experiment";
CREATE VIEW "registry_version_file" WITH (security_invoker = true) AS
  SELECT workspace_id, model_key, version, path, digest, size_bytes FROM "model_version_file";
GRANT SELECT ON "experiments_experiment", "registry_version_file" TO plumbline_app;
