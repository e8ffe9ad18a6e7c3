import pg from "pg";

/** Prisma's codes for errors that a person can mend. */
const codes = {
  "3D000": ({ database }) => ["P1003", `Database \`${database}\` does not exist`],
  "28P01": ({ user }) => [
    "P1000",
    `Authentication failed against database server, the provided database credentials for \`${user}\` are not valid.`,
  ],
  ECONNREFUSED: ({ host }) => [
    "P1001",
    `Can't reach database server at \`${host}\`\n\nPlease make sure your database server is running at \`${host}\`.`,
  ],
};

/** The database that a command works on, and the maintenance database beside it. */
export function createConnection(address) {
  const url = address === undefined ? undefined : new URL(address);
  const schema = url?.searchParams.get("schema") ?? undefined;
  url?.searchParams.delete("schema"); // Prisma's own parameter, unknown to PostgreSQL
  const database = url && decodeURIComponent(url.pathname.slice(1));

  const urlOf = (name) => Object.assign(new URL(url), { pathname: `/${encodeURIComponent(name)}` }).toString();
  const maintenance = database === "postgres" ? "template1" : "postgres";

  async function withClient(name, work) {
    const client = new pg.Client({ connectionString: urlOf(name), connectionTimeoutMillis: 10_000 });
    try {
      await client.connect();
      return await work(client);
    } catch (error) {
      const [code, message] = codes[error.code]?.({ database, user: url.username, host: url.host }) ?? ["P1010", error.message];
      throw Object.assign(new Error(message), { code });
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  return {
    database,
    schema,
    urlOf,
    check: () => withClient(database, (client) => client.query("SELECT 1")),
    create: (name) => withClient(maintenance, (client) => client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`)),
    drop: (name) => withClient(maintenance, (client) => client.query(`DROP DATABASE ${pg.escapeIdentifier(name)} WITH (FORCE)`)),
  };
}
