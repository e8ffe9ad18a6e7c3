#!/usr/bin/env node
// Prisma's command line wants a native `schema-engine` program, which it downloads when it is first used. This one answers
// in its place from the WebAssembly build that comes with Prisma's packages, so that migrations need no download.
import { parseArgs } from "node:util";
import { createCommands } from "./schema-engine/commands.mjs";
import { createConnection } from "./schema-engine/connection.mjs";
import { createEngine, engineVersion } from "./schema-engine/engine.mjs";
import { createMethods } from "./schema-engine/methods.mjs";
import { serve } from "./schema-engine/rpc.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: {
    datamodels: { type: "string", multiple: true },
    datasource: { type: "string" },
    "enabled-preview-features": { type: "string" },
    "extension-types": { type: "string" },
    version: { type: "boolean", short: "V" },
  },
});
const connection = createConnection(JSON.parse(values.datasource ?? "{}").url);

if (values.version) {
  console.log(`schema-engine-wasm ${await engineVersion()}`);
} else if (positionals[0] === "cli") {
  process.exitCode = await createCommands(connection)(positionals[1]);
} else {
  const engine = createEngine(connection, values.datamodels ?? []);
  serve((print) => createMethods({ engine, connection, print }));
}
