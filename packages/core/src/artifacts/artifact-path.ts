import { AppError } from "../kernel/index.ts";

/** UTF-8 bytes of a whole path; index rows of PostgreSQL end at about 2,700. */
const pathMaxBytes = 2000;

/**
 * A workspace-wide artifact path (`<experiment>/<run>/artifacts/…`) in its one form: plain segments joined by `/`.
 * Refused are `.` and `..`, empty segments, backslashes, control characters, anything still percent-encoded to one of
 * these, and absolute or drive-like beginnings.
 */
export function checkArtifactPath(path: string): string {
  // Looking back, lest each slash of a long row be tried as the first of those at the end.
  const trimmed = path.replace(/(?<!\/)\/+$/, "");
  for (const form of decodedForms(trimmed)) {
    if (!isPlain(form)) throw refused();
  }
  if (Buffer.byteLength(trimmed) > pathMaxBytes) {
    throw new AppError("invalid", `The artifact path has more than ${pathMaxBytes} bytes.`, {
      params: { reason: "artifact-path" },
      fields: [{ path: "path", message: "too long" }],
    });
  }
  return trimmed;
}

/** A directory to list; empty for the root. */
export const checkDirectoryPath = (path: string): string =>
  path.replace(/(?<!\/)\/+$/, "") === "" && !path.startsWith("/") ? "" : checkArtifactPath(path);

const refused = (): AppError =>
  new AppError("invalid", "The artifact path must be relative, without `..`, empty parts, backslashes or control characters.", {
    params: { reason: "artifact-path" },
    fields: [{ path: "path", message: "not a plain relative path" }],
  });

/** The text, and what one and two more decodings would make of it. Undecodable text has no further form. */
function decodedForms(text: string): string[] {
  const forms = [text];
  for (let round = 0; round < 2; round++) {
    const last = forms.at(-1) ?? "";
    try {
      const decoded = decodeURIComponent(last);
      if (decoded === last) break;
      forms.push(decoded);
    } catch {
      break;
    }
  }
  return forms;
}

function isPlain(path: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (/[\\\u0000-\u001f\u007f]/.test(path) || /^[A-Za-z]:/.test(path)) return false;
  return path.split("/").every((segment) => segment !== "" && segment !== "." && segment !== "..");
}

/** The run that a path belongs to, if it lies below one. */
export const runIdOf = (path: string): string | undefined => /^\d+\/([^/]+)\/artifacts\//.exec(path)?.[1];
