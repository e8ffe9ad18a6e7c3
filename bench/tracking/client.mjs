import net from "node:net";
import tls from "node:tls";
import { createReader } from "./answer.mjs";

const TIMEOUT_MS = 300_000;

/**
 * A keep-alive client of one server. It speaks HTTP/1.1 itself: Node's own client takes as much processor time as the server has for a point, and both
 * share the machine. Answers are read whole, and parsed only when asked.
 */
export function connect(address) {
  const base = new URL(address);
  const idle = [];
  const signedIn = process.env.AUTHORIZATION ?? (process.env.PLUMBLINE_TOKEN && `Bearer ${process.env.PLUMBLINE_TOKEN}`);
  const common = `host: ${base.host}\r\n${signedIn ? `authorization: ${signedIn}\r\n` : ""}`;

  function reusable() {
    while (idle.length > 0) {
      const connection = idle.pop();
      if (connection.isOpen()) return connection;
    }
    return;
  }

  async function call(method, path, body) {
    const connection = reusable() ?? open(base);
    try {
      const { status, bytes, isLast } = await connection.ask(`${method} ${path} HTTP/1.1\r\n${common}${withBody(body)}`);
      if (isLast) connection.close();
      else idle.push(connection);
      return answer(status, bytes);
    } catch (error) {
      connection.close();
      return answer(0, Buffer.from(String(error)));
    }
  }

  const at = (path) => (path.startsWith("/") ? path : `/api/2.0/mlflow/${path}`);
  const post = (path, body) => call("POST", at(path), body);
  const get = (path, query = {}) => call("GET", `${at(path)}?${new URLSearchParams(query)}`);
  const must = async (path, body) => {
    const answered = await post(path, body);
    if (answered.status !== 200) throw new Error(`${path}: ${answered.status} ${answered.text().slice(0, 300)}`);
    return answered.json();
  };
  const close = () => {
    for (const connection of idle) connection.close();
  };
  return { get, post, must, close };
}

/** The end of a request's head, and what follows it. */
function withBody(body) {
  if (body === undefined) return "\r\n";
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}

/** A connection answers one request at a time. */
function open({ protocol, hostname, port }) {
  const host = hostname.replace(/^\[|\]$/g, "");
  const isSecure = protocol === "https:";
  const where = { host, port: Number(port) || (isSecure ? 443 : 80), noDelay: true };
  const socket = isSecure ? tls.connect({ ...where, servername: host }) : net.connect(where);
  let waiting;
  const fail = (error) => waiting?.reject(error);
  socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error("no answer in time")));
  socket.on("error", fail);
  socket.on("close", () => fail(new Error("the connection was closed")));
  socket.on("data", (part) => {
    const read = waiting?.reader(part);
    if (read) waiting.resolve(read);
  });
  return {
    ask: (text) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject, reader: createReader() };
        socket.write(text);
      }),
    isOpen: () => !socket.destroyed,
    close: () => socket.destroy(),
  };
}

function answer(status, bytes) {
  return { status, text: () => bytes.toString(), json: () => JSON.parse(bytes.toString()) };
}
