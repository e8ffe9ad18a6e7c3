function log(level, fields) {
  const line = { timestamp: new Date().toISOString(), level, fields, target: "schema_engine::logger" };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}

/** The engine's one-shot commands: `schema-engine cli <name>`. Resolves to the exit status. */
export function createCommands(connection) {
  const commands = {
    "can-connect-to-database": connection.check,
    "create-database": () => connection.create(connection.database),
    "drop-database": () => connection.drop(connection.database),
  };
  return async (name) => {
    log("INFO", { message: "Starting schema engine CLI", git_hash: "wasm" });
    try {
      if (!Object.hasOwn(commands, name)) throw new Error(`unknown command ${name}`);
      await commands[name]();
      return 0;
    } catch (error) {
      log("ERROR", { is_panic: false, error_code: error.code ?? "", message: error.message, meta: null });
      return 1;
    }
  };
}
