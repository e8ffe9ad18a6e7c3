import { createInterface } from "node:readline";
import { loadApiConfig } from "@plumbline/config";
import { resetLocalPassword } from "@plumbline/core/access";
import type { Deps } from "@plumbline/core/kernel";
import { rotateSigningKey } from "@plumbline/core/registry";
import { createLocalToken } from "@plumbline/core/workspaces";
import { openDatabase } from "@plumbline/db";
import { openOutbound } from "@plumbline/outbound";
import { openBlobStore } from "@plumbline/storage";
import { pino } from "pino";
import { z } from "zod";

/**
 * Local administration, for whoever may open the supervisor's socket. A command reads its request as one line of JSON on
 * standard input and prints its answer as another, or `{"error"}` with exit code 1.
 */
const commands: Readonly<Record<string, (deps: Deps, request: unknown) => Promise<object>>> = {
  "create-token": async (deps, request) => ({ secret: await createLocalToken(deps, NewToken.parse(request)) }),
  "reset-password": async (deps, request) => ({ password: await resetLocalPassword(deps, PasswordReset.parse(request)) }),
  "rotate-signing-key": async (deps, request) => {
    Nothing.parse(request);
    return rotateSigningKey(deps);
  },
};

const NewToken = z.strictObject({ name: z.string().trim().min(1).max(100), workspace: z.string().default("default") });
const PasswordReset = z.strictObject({ email: z.string().trim().min(1).max(254) });
const Nothing = z.strictObject({});

async function answer(name: string): Promise<object> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new Error(`The commands are ${Object.keys(commands).join(", ")}.`);
  const request: unknown = JSON.parse(await readLine());
  const config = loadApiConfig(process.env);
  const db = openDatabase({
    appUrl: config.database.appUrl,
    systemUrl: config.database.systemUrl,
    connectTimeoutMs: config.database.connectTimeoutMs,
  });
  try {
    const deps: Deps = {
      db,
      storage: await openBlobStore(config.storage),
      logger: pino({ level: config.logLevel }, pino.destination(process.stderr.fd)),
      secretKeys: config.secretKeys,
      outbound: openOutbound(config),
      publicUrl: config.publicUrl,
      now: () => new Date(),
      onChange: () => undefined,
      onTasks: () => Promise.resolve(),
    };
    return await command(deps, request);
  } finally {
    await db.close();
  }
}

/** Whoever asks may keep its end open: that must not keep this process alive. */
async function readLine(): Promise<string> {
  try {
    for await (const line of createInterface({ input: process.stdin })) return line;
    return "";
  } finally {
    process.stdin.destroy();
  }
}

function inWords(error: unknown): string {
  if (error instanceof SyntaxError) return "The request is not a JSON object.";
  if (error instanceof z.ZodError) return z.prettifyError(error);
  return error instanceof Error ? error.message : String(error);
}

try {
  process.stdout.write(`${JSON.stringify(await answer(process.argv[2] ?? ""))}\n`);
} catch (error) {
  process.stdout.write(`${JSON.stringify({ error: inWords(error) })}\n`);
  process.exitCode = 1;
}
