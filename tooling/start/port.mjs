import { createServer } from "node:net";
import { StartError } from "./checkout.mjs";

const reasons = {
  EADDRINUSE: ({ host, port }) => `port ${port} on ${host} is in use: stop what listens there, or choose another with --port`,
  EACCES: ({ port }) => `port ${port} may not be opened by this user: choose one from 1024 on with --port`,
  EADDRNOTAVAIL: ({ host }) => `${host} is not an address of this machine: choose another with --host`,
  ENOTFOUND: ({ host }) => `${host} is not a known host name: choose another with --host`,
};

function tryListen(where) {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(where, () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Finds out before the work begins whether the address is free. */
export async function checkPort({ host, port }) {
  await tryListen({ host, port }).catch((error) => {
    throw new StartError(reasons[error.code]?.({ host, port }) ?? `cannot listen on ${host}, port ${port}: ${error.message}`, {
      cause: error,
    });
  });
}

export function freePort() {
  return tryListen({ host: "127.0.0.1", port: 0 });
}
