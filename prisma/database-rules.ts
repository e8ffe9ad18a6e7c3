/** Tables that belong to the platform and not to one workspace. Every other table has `workspace_id` and a policy on it. */
const platformTables = [
  "cluster",
  "cluster_call",
  "cluster_reading",
  "cluster_write",
  "group_change",
  "group_member",
  "managed_queue",
  "metric_compaction",
  "organisation_group",
  "organisation_policy",
  "outside_holding",
  "outside_hour",
  "pool",
  "pool_rate",
  "session",
  "sign_in_throttle",
  "signing_key",
  "training_runtime",
  "user_account",
  "workspace",
];

/** Rows of these may concern the platform itself: their `workspace_id` may be null. */
const mayConcernThePlatform = ["audit_annotation", "audit_event", "audit_pending_seal", "task"];

const list = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(", ");
const table = `pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relname <> '_prisma_migrations'`;
const ofTenant = `EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'workspace_id' AND NOT a.attisdropped)`;
const tenant = "(current_workspace_id\\(\\)|\\( SELECT current_workspace_id\\(\\) AS current_workspace_id\\))";
/** What a policy must say, whatever else it says: by itself, or as one of the parts of an AND. */
const boundToTenant = (expression: string): string => `(${expression} ~ '^\\(?\\(workspace_id = ${tenant}\\)' AND ${expression} !~ ' OR ')`;

/** Each rule that the database must keep, as a query whose rows, in the column `found`, are what breaks it. */
export const databaseRules: Readonly<Record<string, string>> = {
  "a table without workspace_id is one of the platform's": `
    SELECT c.relname AS found FROM ${table} WHERE NOT ${ofTenant} AND c.relname NOT IN (${list(platformTables)})`,
  "a table of the platform exists and has no workspace_id": `
    SELECT p AS found FROM unnest(ARRAY[${list(platformTables)}]) AS p
    WHERE NOT EXISTS (SELECT 1 FROM ${table} WHERE c.relname = p AND NOT ${ofTenant})`,
  "workspace_id is an integer, and is given unless the row may concern the platform": `
    SELECT c.relname AS found FROM ${table} JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'workspace_id' AND NOT a.attisdropped
    WHERE a.atttypid <> 'integer'::regtype OR (NOT a.attnotnull AND c.relname NOT IN (${list(mayConcernThePlatform)}))`,
  "row-level security is on, of every table": `SELECT c.relname AS found FROM ${table} WHERE NOT c.relrowsecurity`,
  "a tenant table has a policy for the application": `
    SELECT c.relname AS found FROM ${table} WHERE ${ofTenant}
    AND NOT EXISTS (SELECT 1 FROM pg_policies p WHERE p.tablename = c.relname AND 'plumbline_app' = ANY (p.roles))`,
  "no policy lets the application past its workspace": `
    SELECT c.relname || '.' || p.policyname AS found FROM ${table} JOIN pg_policies p ON p.schemaname = 'public' AND p.tablename = c.relname
    WHERE ${ofTenant} AND p.permissive = 'PERMISSIVE' AND p.roles && ARRAY['plumbline_app', 'public']::name[]
    AND NOT (${boundToTenant("COALESCE(p.qual, p.with_check)")} AND ${boundToTenant("COALESCE(p.with_check, p.qual)")})`,
  "a foreign key has an index that begins with its columns": `
    SELECT c.relname || '.' || k.conname AS found FROM ${table} JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'f'
    WHERE NOT EXISTS (
      SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisvalid AND i.indpred IS NULL
      AND (string_to_array(i.indkey::text, ' ')::smallint[])[1:cardinality(k.conkey)] @> k.conkey
      AND (string_to_array(i.indkey::text, ' ')::smallint[])[1:cardinality(k.conkey)] <@ k.conkey)`,
  "a view asks with the rights of its reader": `
    SELECT c.relname AS found FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
    WHERE c.relkind IN ('v', 'm') AND NOT COALESCE('security_invoker=true' = ANY (c.reloptions), false)`,
  "a function with its owner's rights fixes its search path and asks for the workspace": `
    SELECT f.proname AS found FROM pg_proc f JOIN pg_namespace n ON n.oid = f.pronamespace AND n.nspname = 'public'
    WHERE f.prosecdef AND (NOT COALESCE(f.proconfig::text ~ 'search_path=', false) OR NOT COALESCE('workspace' = ANY (f.proargnames), false))`,
  "nobody changes or removes audit events": `
    SELECT g.grantee || ' ' || g.privilege_type AS found FROM information_schema.role_table_grants g
    WHERE g.table_schema = 'public' AND g.table_name = 'audit_event' AND g.grantee <> 'plumbline_owner' AND g.privilege_type NOT IN ('SELECT', 'INSERT')`,
  "nobody changes or removes votes, published policies, evidence and history": `
    SELECT g.grantee || ' ' || g.privilege_type || ' ' || g.table_name AS found FROM information_schema.role_table_grants g
    WHERE g.table_schema = 'public' AND g.grantee <> 'plumbline_owner' AND g.privilege_type NOT IN ('SELECT', 'INSERT')
    AND g.table_name IN ('vote', 'policy_version', 'model_history', 'model_revision', 'evidence', 'break_glass_confirmation', 'request_event')`,
  "retention alone removes points and payloads": `
    SELECT g.grantee || ' ' || g.privilege_type || ' ' || g.table_name AS found FROM information_schema.role_table_grants g
    WHERE g.table_schema = 'public' AND g.table_name IN ('metric_arrival', 'metric_block', 'metric_bundle', 'run_param', 'blob', 'logged_model_metric', 'logged_model_param')
    AND g.grantee NOT IN ('plumbline_owner', 'plumbline_retention') AND g.privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE')`,
  "only the owner may truncate": `
    SELECT g.grantee || ' ' || g.table_name AS found FROM information_schema.role_table_grants g
    WHERE g.table_schema = 'public' AND g.grantee <> 'plumbline_owner' AND g.privilege_type = 'TRUNCATE'`,
};
