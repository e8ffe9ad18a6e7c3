import { checkArtifactPath } from "../artifacts/index.ts";
import { AppError } from "../kernel/index.ts";

/** What the source of a version names. */
export type VersionSource =
  | { readonly kind: "path"; readonly path: string }
  | { readonly kind: "run"; readonly runId: string; readonly path: string }
  | { readonly kind: "logged-model"; readonly modelId: string }
  | { readonly kind: "version"; readonly model: string; readonly version: number }
  | { readonly kind: "alias"; readonly model: string; readonly alias: string }
  | { readonly kind: "foreign"; readonly uri: string };

/** Reads a source as clients write it. Refused are paths of a machine's own disk, and whatever climbs with `..`. */
export function readSource(source: string): VersionSource {
  const [, scheme = "", rest = ""] = /^([a-z][a-z0-9+.-]+):(.*)$/is.exec(source) ?? [];
  if (hasParent(source)) throw refused('The source climbs with "..".', "may not hold ..");
  switch (scheme.toLowerCase()) {
    case "":
    case "file":
      throw refused(
        "The source is a path on a disk, which nobody else can read. Log the model to a run, or name a storage such as s3://.",
        "not a place that the platform can read",
      );
    case "mlflow-artifacts":
      return /^\/\/[^/]/.test(rest) ? { kind: "foreign", uri: source } : { kind: "path", path: plain(rest) };
    case "runs":
      return readRun(rest);
    case "models":
      return readModel(rest);
    default:
      return { kind: "foreign", uri: source };
  }
}

const plain = (rest: string): string => checkArtifactPath(rest.replace(/^\/+/, ""));

function readRun(rest: string): VersionSource {
  const [, runId, path = ""] = /^\/+([^/]+)\/*(.*)$/s.exec(rest) ?? [];
  if (runId === undefined) throw refused("The source must be runs:/<run id>/<path>.", "names no run");
  return { kind: "run", runId, path: path === "" ? "" : plain(path) };
}

function readModel(rest: string): VersionSource {
  const [, named = ""] = /^\/+(.*)$/s.exec(rest) ?? [];
  const numbered = /^([^/]+)\/(\d{1,10})$/.exec(named);
  if (numbered?.[1] && Number(numbered[2]) >= 1) return { kind: "version", model: numbered[1], version: Number(numbered[2]) };
  const aliased = /^([^/@]+(?:@[^/@]+)*)@([\w-]+)$/.exec(named);
  if (aliased?.[1] && aliased[2]) return { kind: "alias", model: aliased[1], alias: aliased[2] };
  if (/^m-[\w-]+$/.test(named)) return { kind: "logged-model", modelId: named };
  throw refused(
    "The source must be models:/<name>/<version>, models:/<name>@<alias> or models:/<logged model id>.",
    "names neither a version nor a logged model",
  );
}

/** Also what one or two decodings would make of it. */
function hasParent(source: string): boolean {
  let form = source;
  for (let round = 0; round < 3; round++) {
    if (form.split(/[/\\]/).includes("..")) return true;
    try {
      form = decodeURIComponent(form);
    } catch {
      return false;
    }
  }
  return false;
}

const refused = (detail: string, message: string): AppError =>
  new AppError("invalid", detail, { params: { reason: "version-source" }, fields: [{ path: "source", message }] });
