import { createHash } from "node:crypto";
import { chmodSync, lstatSync, mkdirSync, rmdirSync, rmSync, statSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { StartError } from "./checkout.mjs";

const longestSocketPath = 100; // the system's limit is 104 bytes on macOS, 108 on Linux
const takeoverMs = 10_000;

/** A socket of this user alone outside any data directory; `subject` is the path that it stands for. */
export function ownSocket(subject) {
  const uid = process.getuid();
  const own = path.join(tmpdir(), `plumbline-${uid}`);
  mkdirSync(own, { recursive: true, mode: 0o700 });
  const stat = lstatSync(own);
  if (!stat.isDirectory() || stat.uid !== uid || (stat.mode & 0o077) !== 0)
    throw new StartError(`${own} must be a directory of this user alone`);
  return path.join(own, `${createHash("sha256").update(subject).digest("hex").slice(0, 24)}.sock`);
}

/** A socket inside `dir`, or elsewhere where that path would be too long for a socket. */
export function socketIn(dir) {
  const inside = path.join(dir, "supervisor.sock");
  return Buffer.byteLength(inside) <= longestSocketPath ? inside : ownSocket(inside);
}

function isAnswered(socket) {
  return new Promise((resolve) => {
    const connection = connect(socket);
    connection.once("connect", () => {
      connection.destroy();
      resolve(true);
    });
    connection.once("error", () => resolve(false));
  });
}

function listen(socket) {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", (error) => (error.code === "EADDRINUSE" ? resolve(undefined) : reject(error)));
    const before = process.umask(0o177);
    server.listen(socket, () => resolve(server));
    process.umask(before);
  });
}

/** Only one process at a time may remove a dead socket, or it could remove its successor. */
async function takeOver(socket) {
  const turn = `${socket}.turn`;
  try {
    mkdirSync(turn);
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    const age = Date.now() - (statSync(turn, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > takeoverMs) rmdirSync(turn);
    await delay(20);
    return;
  }
  try {
    if (await isAnswered(socket)) return;
    rmSync(socket, { force: true });
    return await listen(socket);
  } finally {
    rmdirSync(turn);
  }
}

/**
 * Listens on `socket` if nobody does; undefined when somebody does. Unlike a file with a process id, a socket cannot
 * outlive its process and still look alive.
 */
export async function acquire(socket) {
  while (true) {
    const server = (await listen(socket)) ?? (await takeOver(socket));
    if (server) {
      chmodSync(socket, 0o600);
      return server;
    }
    if (await isAnswered(socket)) return;
  }
}

/** Runs `work` while no other process of this machine does the same under `socket`. */
export async function inTurn(socket, work) {
  let server = await acquire(socket);
  while (!server) {
    await delay(200);
    server = await acquire(socket);
  }
  try {
    return await work();
  } finally {
    await new Promise((resolve) => {
      server.close(resolve);
    });
  }
}
