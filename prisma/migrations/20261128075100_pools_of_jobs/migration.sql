-- Where jobs run, by name.
CREATE VIEW "quotas_pool" WITH (security_invoker = true) AS SELECT id AS pool_id, name, cluster_id, cluster_name FROM "pool";
GRANT SELECT ON "quotas_pool" TO plumbline_app;
