import { createInterface } from "node:readline";
import { pinnedNode } from "./checkout.mjs";
import { lastJsonLine, run } from "./run.mjs";

const mostRequestBytes = 65_536;
const operations = ["create-token", "reset-password", "rotate-signing-key"];

/**
 * Answers whoever may open the supervisor's socket: that is its owner, who can read the whole data directory anyway.
 * One JSON object a line in, one a line out; `{"error": …}` for what cannot be done.
 */
export function serveAdmin(server, { environment }) {
  async function administer(command, request) {
    const options = { env: await environment, input: `${JSON.stringify(request)}\n`, capture: true };
    const output = await run(pinnedNode, ["apps/api/src/admin-command.ts", command], options).catch((error) => error.output ?? "");
    return lastJsonLine(output) ?? { error: "the command gave no answer; the terminal of npm start says why" };
  }

  async function answer(line) {
    try {
      const { op, ...request } = JSON.parse(line);
      return operations.includes(op) ? await administer(op, request) : { error: `unknown operation ${JSON.stringify(op)}` };
    } catch (error) {
      return { error: error instanceof SyntaxError ? "a request is one JSON object on one line" : error.message };
    }
  }

  server.on("connection", (socket) => {
    let received = 0;
    socket.on("error", () => socket.destroy());
    socket.on("data", (chunk) => {
      received += chunk.length;
      if (received > mostRequestBytes) socket.destroy();
    });
    createInterface({ input: socket }).on("line", async (line) => {
      const reply = await answer(line);
      if (!socket.destroyed) socket.write(`${JSON.stringify(reply)}\n`);
    });
  });
}
