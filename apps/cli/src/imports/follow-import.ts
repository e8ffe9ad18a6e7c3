import type { Client } from "@plumbline/contracts/client";
import { getImport, type Import } from "@plumbline/contracts/imports";
import { CommandError, type Context } from "#src/command.ts";
import { ask } from "#src/server.ts";
import { progressLine } from "./import-words.ts";

const lookEveryMs = 1000;
/** An import may be followed for hours: a server that is restarted meanwhile is asked again. */
const missesMost = 30;

/** Says how an import goes until it has ended. Ctrl-C leaves it running, and says so. */
export async function followImport(client: Client, importId: string, context: Context): Promise<Import> {
  const leave = (): never => {
    context.say(`left; it goes on. Follow it with plumb import show ${importId}, stop it with plumb import cancel ${importId}`);
    process.exit(130);
  };
  process.once("SIGINT", leave);
  try {
    return await untilEnded(client, importId, context);
  } finally {
    process.off("SIGINT", leave);
  }
}

async function untilEnded(client: Client, importId: string, { say }: Context): Promise<Import> {
  let said = "";
  let misses = 0;
  while (true) {
    const one = await look(client, importId).catch((error: unknown) => {
      misses++;
      if (misses > missesMost || !(error instanceof CommandError)) throw error;
      return;
    });
    if (one && one.state !== "queued" && one.state !== "running") return one;
    if (one) {
      misses = 0;
      const line = progressLine(one);
      if (line !== said) say(line);
      said = line;
    }
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}

const look = (client: Client, importId: string): Promise<Import> => ask(() => client.call(getImport, { importId }));
