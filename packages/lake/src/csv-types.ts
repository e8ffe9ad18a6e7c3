import { batchesOf } from "./batches.ts";
import type { Engine } from "./engine.ts";

/** One type that text of a CSV file may hold, narrower ones first. */
interface Candidate {
  readonly type: string;
  readonly holds: (column: string) => string;
}

// The engine's casts are generous: they round 1.6 to 2 and skip underscores. Text that comes back as it went in was the value itself.
// No regular expressions: each would be compiled anew for each column, which takes longer than reading the file.
const comesBack = (column: string, type: string): string =>
  `CAST(TRY_CAST(${column} AS ${type}) AS VARCHAR) IS NOT DISTINCT FROM ${column}`;
const isCastable = (column: string, type: string): string => `TRY_CAST(${column} AS ${type}) IS NOT NULL`;
const hasOnly = (text: string, characters: string): string => `translate(${text}, '${characters}', '') = ''`;

// A number that begins with a superfluous zero is a code, as of a post office.
const isNumber = (column: string): string =>
  `${isCastable(column, "DOUBLE")} AND NOT contains(${column}, '_')
     AND (ltrim(${column}, '+-') NOT LIKE '0_%' OR substr(ltrim(${column}, '+-'), 2, 1) IN ('.', 'e', 'E', ' '))`;
const isMoment = (column: string, type: string, characters: string): string =>
  `${isCastable(column, type)} AND ${column} LIKE '____-__-__%' AND ${hasOnly(`substr(${column}, 12)`, characters)}`;

const candidates: readonly Candidate[] = [
  { type: "BOOLEAN", holds: (column) => `${column} IN ('true', 'false', 'True', 'False', 'TRUE', 'FALSE')` },
  { type: "BIGINT", holds: (column) => comesBack(column, "BIGINT") },
  { type: "HUGEINT", holds: (column) => comesBack(column, "HUGEINT") },
  { type: "DOUBLE", holds: isNumber },
  { type: "DATE", holds: (column) => `length(${column}) = 10 AND ${comesBack(column, "DATE")}` },
  { type: "TIMESTAMP", holds: (column) => isMoment(column, "TIMESTAMP", "0123456789:.") },
  { type: "TIMESTAMP WITH TIME ZONE", holds: (column) => isMoment(column, "TIMESTAMPTZ", "0123456789:.+-Z") },
];

const maxSampleRows = 2_048;
const maxSampleCells = 500_000;
// The engine takes longer than linear time to plan a statement; each of those that confirm reads the file.
const columnsSampled = 25;
const columnsConfirmed = 200;

/**
 * The narrowest type that every cell of a column has, over the whole file; empty cells have none. Two looks: a sample leaves few
 * candidates, which all rows then confirm. Text is what nothing narrower fits, and a column without any value.
 */
export async function inferCsvTypes(engine: Engine, columns: readonly string[]): Promise<string[]> {
  if (columns.length === 0) return [];
  const rows = Math.min(maxSampleRows, Math.ceil(maxSampleCells / columns.length));
  await engine.rows(`CREATE OR REPLACE TABLE sample AS SELECT ${columns.join(", ")} FROM data LIMIT ${rows}`);
  const likely: Candidate[][] = [];
  for (const batch of batchesOf(columns, columnsSampled)) {
    likely.push(...(await surviving(engine, { columns: batch, candidates: batch.map(() => candidates), source: "sample" })));
  }
  await engine.rows("DROP TABLE sample");
  const types: string[] = [];
  for (const batch of batchesOf(columns, columnsConfirmed)) {
    const own = likely.slice(types.length, types.length + batch.length);
    const confirmed = await surviving(engine, { columns: batch, candidates: own, source: "data" });
    types.push(...confirmed.map(([narrowest]) => narrowest?.type ?? "VARCHAR"));
  }
  return types;
}

interface Look {
  readonly columns: readonly string[];
  readonly candidates: readonly (readonly Candidate[])[];
  readonly source: "sample" | "data";
}

/** A column without a value in the sample keeps its candidates; over all rows none is kept for it. */
async function surviving(engine: Engine, look: Look): Promise<Candidate[][]> {
  const isSample = look.source === "sample";
  const tests = look.columns.flatMap((column, index) =>
    (look.candidates[index] ?? []).map(({ holds }) => `bool_and(CASE WHEN ${column} IS NULL THEN NULL ELSE ${holds(column)} END)`),
  );
  // With nothing to test the rows are still read: whoever asks for types learns of every malformed line.
  const [row = []] = await engine.rows(`SELECT ${[...tests, "count(*)"].join(", ")} FROM ${look.source}`);
  let position = 0;
  return look.candidates.map((own) => own.filter(() => isKept(row[position++], isSample)));
}

const isKept = (outcome: unknown, isSample: boolean): boolean => (outcome === null ? isSample : outcome === true);
