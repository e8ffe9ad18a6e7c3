import { createServer } from "node:http";
import path from "node:path";
import { loadWebConfig } from "@plumbline/config";
import next from "next";

const config = loadWebConfig(process.env);
// next-auth learns its address, and the path it lives at, from this variable alone.
process.env.NEXTAUTH_URL = `${config.publicUrl}/auth`;
const dev = process.env.NODE_ENV === "development";
const site = next({ dev, dir: path.join(import.meta.dirname, ".."), hostname: config.host, port: config.port });
await site.prepare();

const handle = site.getRequestHandler();
const upgrade = site.getUpgradeHandler();
const server = createServer((request, response) => void handle(request, response));
server.on("upgrade", (request, socket, head) => void upgrade(request, socket, head));
await new Promise<void>((resolve, reject) => {
  server.once("error", reject);
  server.listen(config.port, config.host, resolve);
});
process.send?.("ready");

let isClosing = false;
function close(): void {
  if (isClosing) return;
  isClosing = true;
  // A page that hangs must not hold the stop; what is under way may end until then.
  const overdue = setTimeout(() => process.exit(0), config.drainTimeoutMs);
  overdue.unref();
  server.close(() => process.exit(0));
  server.closeIdleConnections();
}
process.once("SIGTERM", close);
process.once("SIGINT", close);
// The supervisor is gone, even where it had no chance to say so.
process.once("disconnect", close);
