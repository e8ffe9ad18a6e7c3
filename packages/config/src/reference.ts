import { readFileSync, writeFileSync } from "node:fs";
import { apiSchema } from "./api.ts";
import { migrateSchema, provisionSchema } from "./migrate.ts";
import { bucketSchema } from "./storage.ts";
import { notes, variables } from "./variables.ts";
import { webSchema } from "./web.ts";
import { workerSchema } from "./worker.ts";

const families = {
  api: apiSchema,
  worker: workerSchema,
  portal: webSchema,
  migrations: migrateSchema,
  provisioning: provisionSchema,
  bucket: bucketSchema,
};
const [begin, end] = ["<!-- variables:begin (generated) -->", "<!-- variables:end -->"];

export const referencePath = new URL("../../../docs/configuration.md", import.meta.url);

/** The table of all variables, as Markdown. */
function variablesTable(): string {
  const rows = Object.entries(variables).map(([name, schema]) => {
    const note = notes.get(schema);
    if (!note) throw new Error(`${name} has no note`);
    const readers = Object.entries(families).filter(([, family]) => name in family.shape);
    const fallback = note.fallback === undefined ? "**required**" : note.fallback.replace(/^[^`].*$/, "`$&`");
    return [`\`${name}\``, readers.map(([reader]) => reader).join(", "), fallback, note.describes, note.allowed];
  });
  const head = ["Variable", "Read by", "Default", "What it is", "Allowed"];
  const widths = head.map((title, column) => Math.max(...[title, ...rows.map((row) => row[column] ?? "")].map((cell) => cell.length)));
  const line = (cells: string[], fill: string) =>
    `| ${widths.map((width, column) => (cells[column] ?? "").padEnd(width, fill)).join(" | ")} |`;
  return [line(head, " "), line([], "-"), ...rows.map((row) => line(row, " "))].join("\n");
}

/** The reference page with its table made anew. */
export function withCurrentTable(page: string): string {
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`docs/configuration.md lacks "${begin}" … "${end}"`);
  return `${before}${begin}\n${variablesTable()}\n${end}${after}`;
}

if (import.meta.main) writeFileSync(referencePath, withCurrentTable(readFileSync(referencePath, "utf8")));
