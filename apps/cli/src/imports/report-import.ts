import type { Client } from "@plumbline/contracts/client";
import { type Import, type ImportProblem, listImportProblems } from "@plumbline/contracts/imports";
import { CommandError, type Context } from "#src/command.ts";
import { ask } from "#src/server.ts";
import { reportLines, stateText } from "./import-words.ts";

interface Printing {
  readonly print: Context["print"];
  readonly isJson: boolean;
}

/** Prints the report of an import; throws where not everything was brought, so that scripts see it. */
export async function reportImport(client: Client, one: Import, { print, isJson }: Printing): Promise<void> {
  const remarks = one.problems + one.notes === 0 ? [] : await allRemarks(client, one.id);
  if (isJson) print(JSON.stringify({ ...one, remarks }));
  else for (const line of [...reportLines(one), ...remarks.map(remarkLine)]) print(line);
  const why = whyIncomplete(one);
  if (why !== undefined) throw new CommandError(why);
}

const remarkLine = ({ kind, subject, reason, isLoss }: ImportProblem): string =>
  `${isLoss ? "left out" : "note"}: ${kind} ${subject}: ${reason}`;

function whyIncomplete(one: Import): string | undefined {
  const further = `Go on with plumb import resume ${one.id}`;
  if (one.state === "interrupted") return `interrupted: ${one.failure ?? ""} ${further}`;
  if (one.state === "cancelled") return `it was stopped. ${further}`;
  return one.isComplete === false ? `not everything was brought: ${stateText(one)}` : undefined;
}

async function allRemarks(client: Client, importId: string): Promise<ImportProblem[]> {
  const found: ImportProblem[] = [];
  let cursor: string | undefined;
  do {
    const after = cursor === undefined ? {} : { cursor };
    const page: { items: ImportProblem[]; nextCursor: string | null } = await ask(() =>
      client.call(listImportProblems, { importId, limit: 1000, ...after }),
    );
    found.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return found;
}
