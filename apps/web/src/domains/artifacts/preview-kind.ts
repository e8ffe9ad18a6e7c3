import type { Language } from "@plumbline/ui/format/highlight";

/** How a file is shown. */
export type PreviewKind =
  | { kind: "image" }
  | { kind: "table" }
  | { kind: "document" }
  | { kind: "text"; language: Language }
  | { kind: "none" };

/** Text is read no further than this. */
export const previewBytes = 262_144;
/** An image larger than this is not drawn unasked. */
export const imageBytesMax = 20_000_000;

const images = new Set(["png", "jpg", "jpeg", "gif", "webp", "svg", "bmp", "avif", "ico"]);
const tables = new Set(["csv", "tsv"]);
const documents = new Set(["html", "htm"]);
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
  "md",
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
  if (tables.has(extension)) return { kind: "table" };
  if (documents.has(extension)) return { kind: "document" };
  const language = named[name] ?? languages[extension] ?? (texts.has(extension) ? "text" : undefined);
  return language ? { kind: "text", language } : { kind: "none" };
}

/** JSON set out line by line; whatever is not whole JSON stays as it is. */
export function layOut(text: string, language: Language): string {
  if (language !== "json") return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
