import { randomUUID } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import pg from "pg";

const singleCharacter = 18; // the type "char", which is in every catalog query and which Prisma's adapter does not know
const text = 25;

class MigrationClient extends pg.Client {
  characterColumns = [];

  _handleRowDescription(message) {
    this.characterColumns = [];
    for (const [index, field] of message.fields.entries()) {
      if (field.dataTypeID !== singleCharacter) continue;
      field.dataTypeID = text;
      this.characterColumns.push(index);
    }
    super._handleRowDescription(message);
  }
}

/**
 * Prisma's adapter made fit for migrations: besides the type above it would split scripts at every `;`, function bodies
 * too, and drop the shadow database while its pool is still connected to it.
 */
async function openAdapter({ url, schema, open, afterDispose }) {
  const options = { connectionString: url, max: 1, idleTimeoutMillis: 0, Client: MigrationClient };
  const adapter = await new PrismaPg(options, { schema }).connect();
  const pool = adapter.underlyingDriver();
  let client;
  pool.on("connect", (connected) => {
    client = connected;
  });
  const queryRaw = adapter.queryRaw.bind(adapter);
  const dispose = adapter.dispose.bind(adapter);
  open.add(adapter);
  return Object.assign(adapter, {
    async queryRaw(query) {
      const result = await queryRaw(query);
      for (const index of client.characterColumns) result.columnTypes[index] = ColumnTypeEnum.Character;
      return result;
    },
    async executeScript(script) {
      await pool.query(script).catch((error) => adapter.onError(error));
    },
    async dispose() {
      if (!open.delete(adapter)) return;
      await dispose();
      await afterDispose?.();
    },
  });
}

/** Adapters for one engine call; `close` ends those that the call has left open. */
export function createAdapters({ urlOf, database, schema, create, drop }) {
  const open = new Set();
  const factory = bindMigrationAwareSqlAdapterFactory({
    provider: "postgres",
    adapterName: "@prisma/adapter-pg",
    connect: () => openAdapter({ url: urlOf(database), schema, open }),
    async connectToShadowDb() {
      const name = `prisma_migrate_shadow_db_${randomUUID()}`;
      await create(name);
      return openAdapter({ url: urlOf(name), schema, open, afterDispose: () => drop(name) });
    },
  });
  return { factory, close: () => Promise.all([...open].map((adapter) => adapter.dispose())) };
}
