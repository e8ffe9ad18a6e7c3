import http from "node:http";
import https from "node:https";

const TIMEOUT_MS = 300_000;

/** A keep-alive client of one server; answers are read whole, and parsed only when asked. */
export function connect(address) {
  const base = new URL(address);
  const library = base.protocol === "https:" ? https : http;
  const agent = new library.Agent({ keepAlive: true, maxSockets: 64 });
  const signedIn = process.env.AUTHORIZATION ?? (process.env.PLUMBLINE_TOKEN && `Bearer ${process.env.PLUMBLINE_TOKEN}`);
  const common = signedIn ? { authorization: signedIn } : {};

  function call(method, path, body) {
    const sent = body === undefined ? undefined : Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
    const typed = sent ? { "content-type": "application/json", "content-length": sent.length } : {};
    const options = { method, path, agent, headers: { ...common, ...typed }, timeout: TIMEOUT_MS };
    return new Promise((resolve) => {
      const failed = (error) => resolve(answer(0, Buffer.from(String(error))));
      const request = library.request(base, options, (response) => {
        const parts = [];
        response.on("data", (part) => parts.push(part));
        response.on("error", failed);
        response.on("end", () => resolve(answer(response.statusCode, Buffer.concat(parts))));
      });
      request.on("timeout", () => request.destroy(new Error("no answer in time")));
      request.on("error", failed);
      request.end(sent);
    });
  }

  const at = (path) => (path.startsWith("/") ? path : `/api/2.0/mlflow/${path}`);
  const post = (path, body) => call("POST", at(path), body);
  const get = (path, query = {}) => call("GET", `${at(path)}?${new URLSearchParams(query)}`);
  const must = async (path, body) => {
    const answered = await post(path, body);
    if (answered.status !== 200) throw new Error(`${path}: ${answered.status} ${answered.text().slice(0, 300)}`);
    return answered.json();
  };
  return { get, post, must, close: () => agent.destroy() };
}

function answer(status, bytes) {
  return { status, text: () => bytes.toString(), json: () => JSON.parse(bytes.toString()) };
}
