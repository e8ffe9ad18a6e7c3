import { after, before, test } from "node:test";
import { logThroughFaults } from "./batches.ts";
import { type Server, startServer } from "./server.ts";

let server: Server;

before(async () => {
  server = await startServer();
});
after(() => server.stop());

test("the api, killed while it takes batches, leaves only whole ones, and every acknowledged one", async () => {
  const killed = async () => {
    await server.api.kill();
    await server.api.start();
  };
  await logThroughFaults({ server, faults: [killed, killed, killed], repeats: false });
});
