const emptyScript = "-- This is an empty migration.";
const mayLoseData = /\bDROP (TABLE|COLUMN|TYPE|SCHEMA)\b|\bALTER COLUMN\b.*\bTYPE\b|\bSET NOT NULL\b/i;

function timestamp() {
  return new Date().toISOString().replaceAll(/[-:T]/g, "").slice(0, 14);
}

/** The methods that the WebAssembly engine lacks or answers in another shape than the native one. */
export function createMethods({ engine, connection, print }) {
  /** SQL from the migrations to the schema; empty when there is nothing to do. */
  async function pendingScript({ migrationsList, schema, filters }) {
    const target = { from: { tag: "migrations", ...migrationsList }, to: { tag: "schemaDatamodel", ...schema } };
    const { stdout } = await engine("diff", { ...target, script: true, exitCode: null, shadowDatabaseUrl: null, filters });
    const script = stdout?.trim() ?? "";
    return script.startsWith(emptyScript) ? "" : script;
  }

  const methods = {
    // For PostgreSQL neither this nor createMigration works in the WebAssembly engine once there are migrations.
    async evaluateDataLoss(params) {
      const script = await pendingScript(params);
      const lossy = script.split("\n").filter((line) => mayLoseData.test(line));
      const warnings = lossy.map((line, stepIndex) => ({ stepIndex, message: `May lose data: ${line.trim()}` }));
      return { migrationSteps: script === "" ? 0 : 1, unexecutableSteps: [], warnings };
    },
    async createMigration({ migrationName, draft, ...params }) {
      const script = await pendingScript(params);
      const whenEmpty = draft ? emptyScript : null;
      return {
        connectorType: "postgresql",
        generatedMigrationName: `${timestamp()}_${migrationName}`.replace(/_$/, ""),
        migrationScript: script === "" ? whenEmpty : `${script}\n`,
        extension: "sql",
      };
    },
    async diff(params) {
      const { stdout, exitCode } = await engine("diff", { exitCode: null, ...params });
      if (stdout) print(stdout);
      return { exitCode };
    },
    async createDatabase() {
      await connection.create(connection.database);
      return { databaseName: connection.database };
    },
    async ensureConnectionValidity(params) {
      await engine("ensureConnectionValidity", params);
      return {};
    },
    getDatabaseVersion: () => engine("version", null),
  };
  return (method, params) => (Object.hasOwn(methods, method) ? methods[method](params) : engine(method, params));
}
