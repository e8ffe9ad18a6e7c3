import { createInterface } from "node:readline";
import { panicMessage } from "./engine.mjs";

const requestFailed = 4466;
const panicked = 4467;

function send(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
}

function failure(error) {
  const message = panicMessage() || error.message || String(error);
  const data = { is_panic: error instanceof WebAssembly.RuntimeError, message, meta: error.meta ?? null, error_code: error.code };
  return { code: requestFailed, message: "An error happened. Check the data field for details.", data };
}

/** Answers JSON-RPC requests on standard input, one after the other, until it closes. */
export function serve(createMethods) {
  let printed = 0;
  let current;
  const call = createMethods((content) => {
    printed += 1;
    send({ id: `print-${printed}`, method: "print", params: { content } });
  });

  async function answer(request) {
    current = request;
    try {
      send({ id: request.id, result: (await call(request.method, request.params)) ?? {} });
    } catch (error) {
      send({ id: request.id, error: failure(error) });
    }
  }

  // A panic inside a future of the engine reaches no promise of ours.
  function onPanic(error) {
    const message = panicMessage() || error.message;
    if (current)
      send({ id: current.id, error: { code: panicked, message: "panic", data: { is_panic: true, message, error: { message } } } });
    else console.error(error);
    process.exitCode = 101;
    setImmediate(() => process.exit());
  }
  process.on("uncaughtException", onPanic);
  process.on("unhandledRejection", onPanic);

  let queue = Promise.resolve();
  const lines = createInterface({ input: process.stdin });
  lines.on("line", (line) => {
    const message = JSON.parse(line);
    const isRequest = message.method !== undefined; // the rest are answers to `print`
    if (isRequest) queue = queue.then(() => answer(message));
  });
  lines.on("close", () => queue.finally(() => process.exit()));
}
