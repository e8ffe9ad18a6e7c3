import type { Language } from "@plumbline/ui/format/highlight";

/** How a file is shown. */
export type PreviewKind =
  | { kind: "image" }
  | { kind: "table"; format: "csv" | "tsv" | "parquet" }
  | { kind: "document" }
  | { kind: "pdf" }
  | { kind: "audio" }
  | { kind: "video" }
  | { kind: "markdown" }
  | { kind: "text"; language: Language }
  | { kind: "none" };

/** Text is read no further than this. */
export const previewBytes = 262_144;
/** An image larger than this is not drawn unasked. */
export const imageBytesMax = 20_000_000;

const images = new Set(["png", "jpg", "jpeg", "gif", "webp", "svg", "bmp", "avif", "ico"]);
/** JSON is read up to here, since a part of it cannot be laid out. */
export const wholeJsonBytes = 2_097_152;
const extensions: Record<string, PreviewKind> = {
  csv: { kind: "table", format: "csv" },
  tsv: { kind: "table", format: "tsv" },
  parquet: { kind: "table", format: "parquet" },
  html: { kind: "document" },
  htm: { kind: "document" },
  pdf: { kind: "pdf" },
  md: { kind: "markdown" },
  markdown: { kind: "markdown" },
  ...Object.fromEntries(["wav", "mp3", "ogg", "oga", "flac", "m4a", "opus"].map((name) => [name, { kind: "audio" }])),
  ...Object.fromEntries(["mp4", "webm", "mov", "m4v", "ogv"].map((name) => [name, { kind: "video" }])),
};
const languages: Record<string, Language> = {
  json: "json",
  ipynb: "json",
  jsonl: "json",
  yaml: "yaml",
  yml: "yaml",
  py: "python",
  sh: "shell",
  env: "env",
};
const texts = new Set([
  "txt",
  "log",
  "diff",
  "patch",
  "xml",
  "toml",
  "ini",
  "cfg",
  "conf",
  "sql",
  "js",
  "ts",
  "r",
  "rst",
  "tex",
  "lock",
  "geojson",
]);
const named: Record<string, Language> = { MLmodel: "yaml", Dockerfile: "shell", Makefile: "shell", LICENSE: "text", README: "text" };

export function previewKind(path: string): PreviewKind {
  const name = path.split("/").at(-1) ?? "";
  const extension = name.includes(".") ? (name.split(".").at(-1) ?? "").toLowerCase() : "";
  if (images.has(extension)) return { kind: "image" };
  const known = extensions[extension];
  if (known) return known;
  const language = named[name] ?? languages[extension] ?? (texts.has(extension) ? "text" : undefined);
  return language ? { kind: "text", language } : { kind: "none" };
}

/** Reading such a number would change it. */
const longInteger = /(?<![\d.])\d{16,}(?![\d.eE])/;

/** JSON set out line by line, a row of values on one line; whatever is not whole JSON stays as it is. */
export function layOut(text: string, language: Language): string {
  if (language !== "json" || longInteger.test(text)) return text;
  try {
    return layOutValue(JSON.parse(text), "");
  } catch {
    return text;
  }
}

const longestRow = 80;

function layOutValue(value: unknown, indent: string): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const deeper = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((item) => layOutValue(item, deeper))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${layOutValue(item, deeper)}`);
  if (parts.length === 0) return `${open}${close}`;
  const row = `${open}${parts.join(", ")}${close}`;
  const isRow = Array.isArray(value) && value.every((item) => typeof item !== "object" || item === null);
  if (isRow && row.length <= longestRow) return row;
  return `${open}\n${deeper}${parts.join(`,\n${deeper}`)}\n${indent}${close}`;
}
