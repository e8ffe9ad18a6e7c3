import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { openBucket, type S3Options } from "./s3/bucket.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Path of versitygw, a server of S3, which tooling/versitygw.mjs builds. */
    versitygw: string;
  }
}

/** A server of S3 of a test's own: versitygw over a directory. */
export interface TestGateway {
  /** A bucket that is there and empty. */
  readonly options: S3Options;
  /** Ends it without a word, as a crash does. */
  kill(): Promise<void>;
  /** Starts it again at the same address, with what it held. */
  start(): Promise<void>;
  close(): Promise<void>;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

interface GatewayOptions {
  /** Path of versitygw. */
  readonly program: string;
  /** Where blobs lie, for a test that makes room itself; it must know extended attributes. */
  readonly directory?: string;
}

export async function openTestGateway(given: GatewayOptions): Promise<TestGateway> {
  const own = await mkdtemp(path.join(tmpdir(), "plumbline-s3-"));
  const directory = given.directory ?? path.join(own, "objects");
  await mkdir(directory, { recursive: true });
  const port = await freePort();
  const credentials = { accessKeyId: "plumbline", secretAccessKey: "only-for-tests" };
  const options = { bucket: "plumbline", region: "us-east-1", endpoint: `http://127.0.0.1:${port}`, isPathStyle: true, credentials };
  let server: ChildProcess | undefined;
  const env = { ROOT_ACCESS_KEY: credentials.accessKeyId, ROOT_SECRET_KEY: credentials.secretAccessKey };
  const start = async () => {
    server = await launch(given.program, ["--port", `127.0.0.1:${port}`, "posix", directory], env);
  };
  const kill = async () => {
    const ended = server && once(server, "exit");
    server?.kill("SIGKILL");
    await ended;
    server = undefined;
  };
  await start();
  await createBucket(options);
  return {
    options,
    kill,
    start,
    async close() {
      await kill();
      await rm(own, { recursive: true, force: true });
    },
  };
}

async function createBucket(options: S3Options): Promise<void> {
  const { client, name } = openBucket(options);
  await client.send(new CreateBucketCommand({ Bucket: name }));
  client.destroy();
}

/** Resolves once the server takes connections. */
function launch(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    const server = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], env });
    let output = "";
    server.once("error", reject);
    server.once("exit", () => reject(new Error(`versitygw ended:\n${output}`)));
    for (const stream of [server.stdout, server.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
        if (output.includes("listening on")) resolve(server);
      });
    }
  });
}
