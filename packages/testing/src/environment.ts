import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Permission, type PlatformRole, platformRolePermissions, type Role, rolePermissions } from "@plumbline/contracts/permissions";
import { openDatabase } from "@plumbline/db";
import { openOutbound } from "@plumbline/outbound";
import { openFileSystemStore } from "@plumbline/storage";
import pg from "pg";
import { pino } from "pino";
import { inject } from "vitest";
import { asRole, templateDatabase, withClient } from "./server.ts";

export interface TestWorkspace {
  readonly id: number;
  readonly name: string;
}

export interface TestUser {
  readonly id: string;
  readonly email: string;
  readonly name: string;
}

export interface CallerOptions {
  readonly workspace?: TestWorkspace;
  readonly role?: Role;
  readonly platformRole?: PlatformRole;
  /** Instead of what the roles allow. */
  readonly permissions?: readonly Permission[];
  readonly user?: TestUser;
}

/** A database, storage and clock of a test file's own, on the run's PostgreSQL. */
export async function openTestEnvironment() {
  const database = `test_${randomBytes(8).toString("hex")}`;
  const superuserUrl = inject("superuserUrl");
  await withClient(superuserUrl, (client) =>
    client.query(`CREATE DATABASE ${database} TEMPLATE ${templateDatabase} OWNER plumbline_owner`),
  );
  const urls = {
    app: asRole(superuserUrl, "app", database),
    system: asRole(superuserUrl, "system", database),
    retention: asRole(superuserUrl, "retention", database),
    owner: asRole(superuserUrl, "owner", database),
  };
  const db = openDatabase({ appUrl: urls.app, systemUrl: urls.system, retentionUrl: urls.retention });
  const directory = await mkdtemp(path.join(tmpdir(), "plumbline-blobs-"));
  const owner = new pg.Pool({ connectionString: urls.owner, max: 2 });
  // A pool says that it has ended before its connections have: dropping the database may still cut one.
  owner.on("error", () => undefined);
  const clock = { offsetMs: 0 };
  const deps = {
    db,
    storage: await openFileSystemStore({ directory }),
    logger: pino({ level: "silent" }),
    secretKeys: { current: randomBytes(32) },
    outbound: openOutbound({ smtp: undefined, receivers: { isHttpAllowed: false, allowedHosts: [] } }),
    publicUrl: "http://plumbline.test",
    now: () => new Date(Date.now() + clock.offsetMs),
    onChange: () => undefined,
    onTasks: () => Promise.resolve(),
  };

  return {
    db,
    deps,
    urls,
    /** SQL as the owner of the tables, past row-level security: for looking, and for rows no verb makes. */
    sql: async <R extends object>(text: string, values: readonly unknown[] = []): Promise<R[]> =>
      (await owner.query(text, [...values])).rows as R[],
    /** Moves the clock of `deps.now` forward. */
    advance(milliseconds: number): void {
      clock.offsetMs += milliseconds;
    },
    createWorkspace: (name = `w-${randomBytes(6).toString("hex")}`) => createWorkspace(owner, name),
    createUser: (options: { email?: string; platformRole?: PlatformRole } = {}) => createUser(owner, options),
    addMember: (workspace: TestWorkspace, user: TestUser, role: Role) =>
      owner.query("INSERT INTO member (workspace_id, user_id, role) VALUES ($1, $2, $3)", [workspace.id, user.id, role]),
    callerOf,
    async close(): Promise<void> {
      await db.close();
      await owner.end();
      await rm(directory, { recursive: true, force: true });
      await withClient(superuserUrl, (client) => client.query(`DROP DATABASE ${database} WITH (FORCE)`));
    },
  };
}
export type TestEnvironment = Awaited<ReturnType<typeof openTestEnvironment>>;

function permissionsOf(options: CallerOptions): ReadonlySet<Permission> {
  const ofRoles = [
    ...rolePermissions[options.role ?? "admin"],
    ...(options.platformRole ? platformRolePermissions[options.platformRole] : []),
  ];
  return new Set<Permission>(["self", ...(options.permissions ?? ofRoles)]);
}

function callerOf(options: CallerOptions = {}) {
  const user = options.user ?? { id: randomUUID(), name: "Test person" };
  return {
    actor: { kind: "user" as const, id: user.id, name: user.name, via: "session" as const, credentialId: randomUUID() },
    workspace: options.workspace ?? null,
    permissions: permissionsOf(options),
    requestId: `test-${randomBytes(6).toString("hex")}`,
    address: "192.0.2.1",
    userAgent: "vitest",
  };
}

async function createWorkspace(owner: pg.Pool, name: string): Promise<TestWorkspace> {
  const now = Date.now();
  const { rows } = await owner.query<{ id: number }>(
    `WITH w AS (INSERT INTO workspace (name) VALUES ($1) RETURNING id),
          c AS (INSERT INTO experiment_counter (workspace_id, next_id) SELECT id, 1 FROM w),
          e AS (INSERT INTO experiment (workspace_id, id, name, artifact_location, created_by, creation_time, last_update_time)
                SELECT id, 0, 'Default', 'mlflow-artifacts:/0', 'system', $2, $2 FROM w)
     SELECT id FROM w`,
    [name, now],
  );
  return { id: rows[0]?.id ?? 0, name };
}

async function createUser(owner: pg.Pool, options: { email?: string; platformRole?: PlatformRole }): Promise<TestUser> {
  const id = randomUUID();
  const email = options.email ?? `${id}@example.test`;
  await owner.query("INSERT INTO user_account (id, email, name, platform_role) VALUES ($1, $2, $3, $4)", [
    id,
    email,
    "Test person",
    options.platformRole ?? null,
  ]);
  return { id, email, name: "Test person" };
}
