import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { createAdapters } from "./adapter.mjs";

const require = createRequire(import.meta.url);
let loading;

async function load() {
  const binding = require.resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const module = await import(binding);
  const bytes = await readFile(path.join(path.dirname(binding), "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": module });
  module.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return module;
}

// The engine leaves the words of a Rust panic here before it traps.
const panic = {
  message: "",
  set_message(message) {
    this.message = message;
  },
};
globalThis.PRISMA_WASM_PANIC_REGISTRY = panic;
export const panicMessage = () => panic.message;

export async function engineVersion() {
  loading ??= load();
  return (await loading).version();
}

/** Calls the engine's methods, each on an engine of its own, so that its connections and shadow database go with it. */
export function createEngine(connection, schemaFiles) {
  return async function call(method, params) {
    loading ??= load();
    const { SchemaEngine } = await loading;
    const datamodels = await Promise.all(schemaFiles.map(async (file) => [file, await readFile(file, "utf8")]));
    const adapters = createAdapters(connection);
    const engine = await SchemaEngine.new(
      { datamodels: datamodels.length > 0 ? datamodels : undefined },
      () => undefined,
      adapters.factory,
    );
    try {
      return await engine[method](params);
    } finally {
      engine.free();
      await adapters.close();
    }
  };
}
