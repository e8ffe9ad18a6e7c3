import { contentTypeOf } from "#src/artifacts/send-content.ts";
import { refused } from "./texts.ts";

const roundsMax = 10;

/**
 * The path that a client means. Stock servers decode again and again until nothing is left to decode, so a name with a
 * literal `%41` in it does not exist there, nor here.
 */
export function artifactPathOf(given: string): string {
  let path = given;
  for (let round = 0; round < roundsMax; round++) {
    const decoded = path.replace(/(?:%[0-9a-f]{2})+/gi, decodeEscapes);
    if (decoded === path) break;
    path = decoded;
  }
  if (path.includes("#") || /%[0-9a-f]{2}/i.test(path)) throw refused("Invalid path");
  return path;
}

function decodeEscapes(escapes: string): string {
  try {
    return decodeURIComponent(escapes);
  } catch {
    return escapes;
  }
}

const textExtensions = new Set(
  "txt log err cfg conf cnf cf ini properties prop hocon toml yaml yml xml json js py py3 csv tsv md rst ipynb MLmodel MLproject".split(
    " ",
  ),
);

/** Type and disposition as stock servers send them: much of what is text is plain text there, and everything is a download. */
export function downloadHeaders(path: string): Record<"content-type" | "content-disposition", string> {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const extension = name.slice(name.lastIndexOf(".") + 1);
  const type = textExtensions.has(extension) ? "text/plain; charset=utf-8" : contentTypeOf(name);
  return { "content-type": type, "content-disposition": `attachment; ${fileName(name)}` };
}

function fileName(name: string): string {
  const ascii = name.normalize("NFKD").replace(/[^\x20-\x7e]/g, "") || "download";
  const plain = /^[\w!#$%&'*+.^`|~-]+$/.test(ascii) ? ascii : `"${ascii.replace(/["\\]/g, "\\$&")}"`;
  if (ascii === name) return `filename=${plain}`;
  const encoded = encodeURIComponent(name)
    .replace(/%(2[346B]|5E|60|7C)/g, decodeEscapes)
    .replace(/['()*]/g, percent);
  return `filename=${plain}; filename*=UTF-8''${encoded}`;
}

const percent = (sign: string): string => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
