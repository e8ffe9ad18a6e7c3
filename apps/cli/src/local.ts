import { readFileSync } from "node:fs";
import { connect } from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { CommandError, type Context, type Option, textOf, type Values } from "./command.ts";

export const dataOption: Option = {
  type: "string",
  value: "DIR",
  help: "data directory of npm start (PLUMBLINE_DATA, else .data in the checkout)",
};

/** What the supervisor of a data directory has written down about itself. */
interface SupervisorRecord {
  address: string;
  socket: string;
}

/** The data directory that the command is about. */
export function dataDirectory(values: Values, { env }: Context): string {
  const given = textOf(values, "data") ?? env.PLUMBLINE_DATA;
  return given ? path.resolve(given) : fileURLToPath(new URL("../../../.data", import.meta.url));
}

/** The supervisor that runs on a data directory. */
export function supervisorOf(dataDir: string): SupervisorRecord {
  try {
    return JSON.parse(readFileSync(path.join(dataDir, "supervisor.json"), "utf8")) as SupervisorRecord;
  } catch (error) {
    throw notRunning(dataDir, error);
  }
}

function notRunning(dataDir: string, cause: unknown): CommandError {
  const isRefused = cause instanceof Error && "code" in cause && cause.code === "EACCES";
  return new CommandError(
    isRefused ? `only the user who started it may administer ${dataDir}` : `nothing runs on ${dataDir}; npm start starts it`,
    {
      cause,
    },
  );
}

/** Asks the supervisor, over the socket that only its owner may open. */
function askSupervisor(dataDir: string, request: object): Promise<Record<string, unknown>> {
  const { socket } = supervisorOf(dataDir);
  return new Promise((resolve, reject) => {
    let answer = "";
    const connection = connect(socket, () => connection.write(`${JSON.stringify(request)}\n`));
    connection.setEncoding("utf8");
    connection.once("error", (error) => reject(notRunning(dataDir, error)));
    connection.once("close", () => reject(new CommandError("npm start ended before it answered")));
    connection.on("data", (text: string) => {
      answer += text;
      if (!answer.includes("\n")) return;
      resolve(JSON.parse(answer) as Record<string, unknown>);
      connection.end();
    });
  });
}

/** Makes an administrator's token of a workspace, the default one when none is named. */
export async function createLocalToken(dataDir: string, request: { name: string; workspace?: string }): Promise<string> {
  const { secret, error } = await askSupervisor(dataDir, { op: "create-token", ...request });
  if (typeof secret !== "string") throw new CommandError(typeof error === "string" ? error : "no token was made");
  return secret;
}

/** Makes a new key that signs models; answers its fingerprint. */
export async function rotateLocalKey(dataDir: string): Promise<string> {
  const { fingerprint, error } = await askSupervisor(dataDir, { op: "rotate-signing-key" });
  if (typeof fingerprint !== "string") throw new CommandError(typeof error === "string" ? error : "no key was made");
  return fingerprint;
}

/** Gives a person a new first password. */
export async function resetLocalPassword(dataDir: string, request: { email: string }): Promise<string> {
  const { password, error } = await askSupervisor(dataDir, { op: "reset-password", ...request });
  if (typeof password !== "string") throw new CommandError(typeof error === "string" ? error : "no password was set");
  return password;
}
