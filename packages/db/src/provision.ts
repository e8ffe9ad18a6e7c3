import pg from "pg";
import { scramVerifier } from "./scram.ts";

/** The login roles of the product and what each is for; migrations grant them their rights by these names. */
export const roleNames = {
  owner: "plumbline_owner",
  app: "plumbline_app",
  system: "plumbline_system",
  retention: "plumbline_retention",
} as const;

export type RoleKey = keyof typeof roleNames;

/** One value for each of the four roles. */
export type PerRole<T> = Record<RoleKey, T>;

const roleKeys = Object.keys(roleNames) as RoleKey[];

// Two provisioning processes take turns; the number has no meaning.
const advisoryLock = 7_205_759;

export interface ProvisionOptions {
  /** A role that may create roles and databases; the database in the address is the one it is asked from. */
  adminUrl: string;
  /** Name of the database to create. */
  database: string;
  passwords: PerRole<string>;
}

/** Creates what is missing of the four roles, the database and the queue's schema, and returns each role's address. Safe to repeat. */
export async function provision(options: ProvisionOptions): Promise<PerRole<string>> {
  await connected(options.adminUrl, async (client) => {
    await client.query("SELECT pg_advisory_lock($1)", [advisoryLock]);
    for (const key of roleKeys) await ensureRole(client, roleNames[key], options.passwords[key]);
    await refusePowerfulRoles(client);
    await ensureDatabase(client, options.database);
  });
  await connected(addressOf(options.adminUrl, { database: options.database }), prepareSchemas);
  return perRole((key) =>
    addressOf(options.adminUrl, { database: options.database, user: roleNames[key], password: options.passwords[key] }),
  );
}

/** Builds one value for each role. */
export function perRole<T>(make: (key: RoleKey) => T): PerRole<T> {
  return { owner: make("owner"), app: make("app"), system: make("system"), retention: make("retention") };
}

async function connected(connectionString: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

async function ensureRole(client: pg.Client, name: string, password: string): Promise<void> {
  const { rowCount } = await client.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [name]);
  const verb = rowCount ? "ALTER" : "CREATE";
  await client.query(`${verb} ROLE ${pg.escapeIdentifier(name)} LOGIN PASSWORD ${pg.escapeLiteral(scramVerifier(password))}`);
}

async function refusePowerfulRoles(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ rolname: string }>(
    "SELECT rolname FROM pg_roles WHERE rolname = ANY($1) AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)",
    [Object.values(roleNames)],
  );
  const names = rows.map((row) => row.rolname).join(", ");
  if (names)
    throw new Error(`row-level security would not hold: ${names} must not be SUPERUSER, BYPASSRLS, CREATEROLE, CREATEDB or REPLICATION`);
}

async function ensureDatabase(client: pg.Client, database: string): Promise<void> {
  const { rows } = await client.query<{ owner: string }>("SELECT pg_get_userbyid(datdba) AS owner FROM pg_database WHERE datname = $1", [
    database,
  ]);
  const [found] = rows;
  if (found && found.owner !== roleNames.owner)
    throw new Error(`the database ${database} belongs to ${found.owner}; it must belong to ${roleNames.owner}`);
  const name = pg.escapeIdentifier(database);
  if (!found) {
    await joinOwner(client);
    await client.query(`CREATE DATABASE ${name} OWNER ${roleNames.owner} ENCODING 'UTF8' TEMPLATE template0`);
  }
}

/** Managed servers have no superuser: there one gives a database only to a role that one is a member of. */
async function joinOwner(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ rolsuper: boolean }>("SELECT rolsuper FROM pg_roles WHERE rolname = current_user");
  if (!rows[0]?.rolsuper) await client.query(`GRANT ${roleNames.owner} TO current_user`);
}

async function prepareSchemas(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>("SELECT quote_ident(current_database()) AS name");
  const name = rows[0]?.name ?? "";
  await client.query("BEGIN");
  await client.query("SELECT pg_advisory_xact_lock($1)", [advisoryLock]);
  await client.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
  await client.query(`GRANT CONNECT ON DATABASE ${name} TO ${Object.values(roleNames).join(", ")}`);
  await client.query(`GRANT TEMPORARY ON DATABASE ${name} TO ${roleNames.system}`); // the queue moves delayed jobs through a temporary table
  await client.query(`CREATE SCHEMA IF NOT EXISTS bullmq AUTHORIZATION ${roleNames.system}`);
  await client.query("COMMIT");
}

function addressOf(adminUrl: string, target: { database: string; user?: string; password?: string }): string {
  const url = new URL(adminUrl);
  url.pathname = `/${encodeURIComponent(target.database)}`;
  if (target.user !== undefined) url.username = encodeURIComponent(target.user);
  if (target.password !== undefined) url.password = encodeURIComponent(target.password);
  return url.toString();
}
