-- Which names a version goes by, for searches of the runs behind it.
CREATE VIEW "registry_alias" WITH (security_invoker = true) AS SELECT workspace_id, model_key, alias, version FROM "model_alias";
GRANT SELECT ON "registry_alias" TO plumbline_app;
