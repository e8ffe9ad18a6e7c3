import { createReadStream } from "node:fs";
import * as contract from "@plumbline/contracts/experiments/export-runs";
import type { Run } from "@plumbline/contracts/experiments/run";
import type { Input } from "@plumbline/contracts/operation";
import { writeParquet } from "@plumbline/lake";
import { AppError, type Caller, type Deps, readFilter, workspaceOf } from "../../kernel/index.ts";
import { inGroup } from "../run-group.ts";
import { experimentsIn, scopeOf } from "../run-scope.ts";
import { searchRuns } from "../search-runs.ts";
import { listMatchingKeys } from "../store/matching-keys.ts";
import { countRuns } from "../store/search-runs.ts";
import { csvLine } from "./csv-line.ts";
import { type FileColumn, fileColumns, isOwnTag, neededFor } from "./export-columns.ts";

type ExportInput = Input<typeof contract.exportRuns>;

interface Exporting {
  readonly deps: Deps;
  /** Has the operation's permission. */
  readonly caller: Caller;
  readonly input: ExportInput;
  /** Told when nobody waits for the file any more. */
  readonly signal?: AbortSignal;
  readonly runsMax?: number;
}

export interface RunsFile {
  readonly contentType: string;
  readonly fileName: string;
  readonly content: AsyncIterable<string | Buffer>;
}

/** Runs of one page. */
const pageRuns = 1000;

/** Every matching run as a file. What is refused is refused before it begins; what fails later ends the stream with an error. */
export async function exportRuns(exporting: Exporting): Promise<RunsFile> {
  const { deps, input } = exporting;
  const asked = await prepare(exporting);
  const columns = fileColumns(asked);
  const pages = readPages(exporting, neededFor(asked));
  const fileName = `runs-${deps.now().toISOString().slice(0, 10)}.${input.format}`;
  if (input.format === "csv") return { fileName, contentType: "text/csv; charset=utf-8", content: csvOf(columns, pages) };
  return { fileName, contentType: "application/vnd.apache.parquet", content: await parquetOf(columns, pages, exporting.signal) };
}

/** The columns of the file, after a look at whether it would be too large. */
async function prepare({ deps, caller, input, runsMax = contract.exportedRunsMax }: Exporting): Promise<readonly contract.ExportColumn[]> {
  const workspaceId = workspaceOf(caller).id;
  return deps.db.transaction({ role: "app", workspaceId, actorId: caller.actor.id }, async (tx) => {
    const filter = inGroup(await readFilter(tx, input.filter, "runs"), input.within);
    const experimentIds = await experimentsIn(tx, workspaceId, scopeOf(input.experimentIds));
    const selection = { experimentIds, filter, view: input.view };
    if ((await countRuns(tx, workspaceId, { ...selection, cap: runsMax + 1 })) > runsMax) {
      throw new AppError("invalid", `More than ${runsMax} runs match, which is what one file holds. Narrow the filter.`, {
        params: { reason: "too-many-runs", runsMax },
        fields: [{ path: "filter", message: `matches more than ${runsMax} runs` }],
      });
    }
    if (input.columns !== null) return input.columns;
    return allColumns(await listMatchingKeys(tx, workspaceId, { ...selection, limit: contract.exportedColumnsMax + 1 }));
  });
}

function allColumns(keys: Awaited<ReturnType<typeof listMatchingKeys>>): contract.ExportColumn[] {
  const columns: contract.ExportColumn[] = [
    ...contract.exportedAttributes.map((key) => ({ kind: "attribute" as const, key })),
    ...keys.metrics.map((key) => ({ kind: "metric" as const, key, figure: "last" as const })),
    ...keys.params.map((key) => ({ kind: "param" as const, key })),
    ...keys.tags.filter((key) => !isOwnTag(key)).map((key) => ({ kind: "tag" as const, key })),
  ];
  if (columns.length <= contract.exportedColumnsMax) return columns;
  throw new AppError(
    "invalid",
    `The runs have more than ${contract.exportedColumnsMax} keys, which is what one file holds. Choose columns.`,
    {
      params: { reason: "too-many-columns" },
      fields: [{ path: "columns", message: `all would be more than ${contract.exportedColumnsMax}` }],
    },
  );
}

/** Page after page by the list's own cursor, each in a transaction of its own. */
async function* readPages(
  { deps, caller, input, signal }: Exporting,
  columns: ReturnType<typeof neededFor>,
): AsyncGenerator<readonly Run[]> {
  const { experimentIds, filter, orderBy, view, within } = input;
  let cursor: string | null = "";
  while (cursor !== null) {
    signal?.throwIfAborted();
    const search = { experimentIds, filter, orderBy, view, columns, limit: pageRuns, ...(within ? { within } : {}) };
    const page: { items: Run[]; nextCursor: string | null } = await searchRuns(deps, caller, cursor ? { ...search, cursor } : search);
    yield page.items;
    cursor = page.nextCursor;
  }
}

async function* csvOf(columns: readonly FileColumn[], pages: AsyncIterable<readonly Run[]>): AsyncGenerator<string> {
  yield csvLine(
    columns.map(({ name }) => name),
    [],
  );
  for await (const runs of pages) {
    if (runs.length > 0) yield runs.map((run) => csvLine(cellsOf(run, columns), columns)).join("");
  }
}

/** The file is whole before its first byte goes out: its directory stands at its end. */
async function parquetOf(columns: readonly FileColumn[], pages: AsyncIterable<readonly Run[]>, signal: AbortSignal | undefined) {
  async function* batches() {
    for await (const runs of pages) yield runs.map((run) => cellsOf(run, columns));
  }
  const file = await writeParquet({ columns, batches: batches(), signal });
  async function* content(): AsyncGenerator<Buffer> {
    try {
      yield* createReadStream(file.path);
    } finally {
      await file.remove();
    }
  }
  return content();
}

const cellsOf = (run: Run, columns: readonly FileColumn[]) => columns.map(({ cell }) => cell(run));
