import { openOwnServer } from "@plumbline/testing";
import { describeTaskQueue } from "./contract-suite.ts";

describeTaskQueue("the queue on PostgreSQL", async () => {
  const server = await openOwnServer();
  return { ...server, options: { databaseUrl: server.systemUrl, poolSize: 8 } };
});
