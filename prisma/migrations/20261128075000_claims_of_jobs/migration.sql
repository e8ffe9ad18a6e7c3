-- Whether what a job queued for was given, for all unfinished jobs in one statement.
CREATE VIEW "quotas_claim" WITH (security_invoker = true) AS
  SELECT workspace_id, holder_kind, holder_id, turn, state, cause, pool_id, admitted_at FROM "claim";
GRANT SELECT ON "quotas_claim" TO plumbline_app, plumbline_system;
