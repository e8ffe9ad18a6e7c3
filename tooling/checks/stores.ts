import { tableOwners } from "./prisma-schema.ts";
import { isTest, type Repository } from "./repository.ts";

const slicePath = /^packages\/core\/src\/(?!kernel\/)([^/]+)\//;
const storePath = /\/store(\.ts$|\/)/;
const sqlCall = /\btx\s*\.\s*(rows|row|execute)\b/;
const tableInSql = /\b(?:FROM|JOIN|INTO|UPDATE|USING)\s+"?([a-z_]+)"?/g;

/** Only a slice's store speaks SQL, and only to the tables that its own noun describes. */
export function checkStores({ files, read }: Pick<Repository, "files" | "read">): string[] {
  const owners = tableOwners({ files, read });
  return files.flatMap((file) => {
    const slice = slicePath.exec(file)?.[1];
    if (!slice || isTest(file)) return [];
    if (storePath.test(file)) return foreignTables(read(file), { file, slice, owners });
    return linesWhere(read(file), (line) => sqlCall.test(line)).map(
      (line) => `${file}:${line}: only store.ts or store/*.ts of a slice speaks SQL`,
    );
  });
}

function linesWhere(text: string, test: (line: string) => boolean): number[] {
  return text.split("\n").flatMap((line, index) => (test(line) ? [index + 1] : []));
}

function foreignTables(
  text: string,
  { file, slice, owners }: { file: string; slice: string; owners: ReadonlyMap<string, string> },
): string[] {
  const named = new Set([...text.matchAll(tableInSql)].map(([, table = ""]) => table));
  return [...named].flatMap((table) => {
    const owner = owners.get(table);
    return owner && owner !== slice ? [`${file}: "${table}" belongs to ${owner}: read it through a view that ${owner} publishes`] : [];
  });
}
