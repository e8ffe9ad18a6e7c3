import { once } from "node:events";
import http from "node:http";
import https from "node:https";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { openTestCertificate } from "./open-test-certificate.ts";
import type { OutboundError } from "./outbound-error.ts";
import { type PostOptions, post, postDefaults } from "./post.ts";

let certificate: { key: string; cert: string };
beforeAll(() => {
  certificate = openTestCertificate(["localhost", "hooks.test"]);
});

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    socket.on("error", () => undefined);
    sockets.add(socket);
  });
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

const listenTo = (answer: http.RequestListener) => listen(http.createServer(answer));

/** Sends to a server of this machine, which the policy allows by name. */
const send = (url: string, options: Partial<PostOptions> = {}) =>
  post(
    { ...postDefaults, isHttpAllowed: true, allowedHosts: ["localhost", "hooks.test", "127.0.0.1"], ...options },
    { url, headers: { "content-type": "application/json", "webhook-id": "m1" }, body: '{"text":"ä"}' },
  );
const failureOf = (sent: Promise<number>) => sent.then(String, (error: OutboundError) => [error.message, error.isPermanent]);

describe("requests", () => {
  test("carry headers and body as given, and return the status", async () => {
    const seen: { method: string | undefined; headers: http.IncomingHttpHeaders; body: string }[] = [];
    const port = await listenTo((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        seen.push({ method: request.method, headers: request.headers, body: Buffer.concat(chunks).toString() });
        response.writeHead(202).end("thanks");
      });
    });
    expect(await send(`http://localhost:${port}/hook?a=b`)).toBe(202);
    expect(seen).toMatchObject([{ method: "POST", body: '{"text":"ä"}' }]);
    expect(seen[0]?.headers).toMatchObject({ host: `localhost:${port}`, "content-length": "13", "webhook-id": "m1" });
  });

  test.each([301, 302, 307, 308])("a redirect by %i is returned, not followed", async (status) => {
    let asked = 0;
    const inside = await listenTo((_, response) => {
      asked++;
      response.end();
    });
    const port = await listenTo((_, response) => response.writeHead(status, { location: `http://127.0.0.1:${inside}/` }).end());
    expect(await send(`http://localhost:${port}/`)).toBe(status);
    expect(asked).toBe(0);
  });

  test("an endless answer is cut off", async () => {
    const cut = Promise.withResolvers<void>();
    const port = await listenTo((_, response) => {
      const chunk = Buffer.alloc(16 * 1024);
      const pour = (): void => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on("drain", pour);
      response.on("close", cut.resolve);
      pour();
    });
    expect(await send(`http://localhost:${port}/`)).toBe(200);
    await cut.promise;
  });
});

describe("receivers that answer badly", () => {
  test("one that says nothing is given up", async () => {
    const port = await listenTo(() => undefined);
    expect(await failureOf(send(`http://localhost:${port}/`, { totalTimeoutMs: 50 }))).toEqual([
      "The receiver did not answer within 0.05 s.",
      false,
    ]);
  });

  test("one that sends its header a byte at a time is given up", async () => {
    const port = await listen(
      createServer((socket) => {
        socket.write("HTTP/1.1 200 OK\r\nx-slow: ");
        const timer = setInterval(() => socket.write("h"), 5);
        socket.on("close", () => clearInterval(timer));
      }),
    );
    expect(await failureOf(send(`http://localhost:${port}/`, { totalTimeoutMs: 50 }))).toEqual([
      "The receiver did not answer within 0.05 s.",
      false,
    ]);
  });

  test("one that does not finish TLS counts as not reached", async () => {
    const port = await listen(createServer(() => undefined));
    expect(await failureOf(send(`https://localhost:${port}/`, { connectTimeoutMs: 50 }))).toEqual([
      "The receiver could not be reached within 0.05 s.",
      false,
    ]);
  });

  test("one that breaks off is reported", async () => {
    const port = await listen(createServer((socket) => socket.resetAndDestroy()));
    expect(await failureOf(send(`http://localhost:${port}/`))).toEqual(["The receiver broke off the connection.", false]);
  });

  test("one that does not speak HTTP is reported", async () => {
    const port = await listen(createServer((socket) => socket.end("220 mail.test ESMTP\r\n")));
    expect(await failureOf(send(`http://localhost:${port}/`))).toEqual(["The receiver's answer is not HTTP.", false]);
  });

  test("a closed port is reported", async () => {
    const server = createServer();
    const port = await listen(server);
    server.close();
    await once(server, "close");
    expect(await failureOf(send(`http://localhost:${port}/`))).toEqual(["The receiver refused the connection.", false]);
  });
});

describe("TLS", () => {
  const listenTls = () => listen(https.createServer(certificate, (_, response) => response.end()));

  test("a certificate that is trusted and of the name is accepted", async () => {
    const port = await listenTls();
    expect(await send(`https://localhost:${port}/`, { certificateAuthority: certificate.cert })).toBe(200);
  });

  test("one that nobody trusts is refused", async () => {
    const port = await listenTls();
    expect(await failureOf(send(`https://localhost:${port}/`))).toEqual([
      "The receiver's certificate is signed by nobody who is trusted.",
      false,
    ]);
  });

  test("one of another name is refused", async () => {
    const port = await listenTls();
    const lookup = () => Promise.resolve([{ address: "127.0.0.1", family: 4 }]);
    const options = { certificateAuthority: certificate.cert, allowedHosts: ["other.test"], lookup };
    expect(await failureOf(send(`https://other.test:${port}/`, options))).toEqual([
      "The receiver's certificate is for another name.",
      false,
    ]);
  });
});

describe("names", () => {
  const leadingTo = (...addresses: string[]) => ({
    allowedHosts: [],
    lookup: () => Promise.resolve(addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }))),
  });

  test("one that leads inside is refused before anything is sent, even if it leads outside too", async () => {
    const refused = [expect.stringContaining("not public"), true];
    for (const address of ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "64:ff9b::a00:1"]) {
      expect(await failureOf(send("https://rebind.test/", leadingTo(address)))).toEqual(refused);
      expect(await failureOf(send("https://rebind.test/", leadingTo("8.8.8.8", address)))).toEqual(refused);
    }
  });

  test("it is looked up once: a second answer is never asked for", async () => {
    let asked = 0;
    const port = await listenTo((_, response) => response.end());
    const lookup = () => {
      asked++;
      return Promise.resolve([{ address: asked === 1 ? "127.0.0.1" : "169.254.169.254", family: 4 }]);
    };
    expect(await send(`http://hooks.test:${port}/`, { lookup })).toBe(200);
    expect(asked).toBe(1);
  });

  test("one that is unknown may be known later; one without an address too", async () => {
    const lookup = () => Promise.reject(new Error("ENOTFOUND"));
    expect(await failureOf(send("https://nowhere.test/", { lookup }))).toEqual(['The name "nowhere.test" was not found.', false]);
    expect(await failureOf(send("https://nowhere.test/", leadingTo()))).toEqual(['The name "nowhere.test" has no address.', false]);
  });
});
