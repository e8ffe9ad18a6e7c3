import type { ModelVersion } from "@plumbline/contracts/registry/version";
import type { Language } from "@plumbline/ui/format/highlight";

export const ways = ["Python", "CLI", "REST"] as const;
export type Way = (typeof ways)[number];

export interface LoadInput {
  version: Pick<ModelVersion, "model" | "version" | "flavors">;
  /** Columns of the signature, where it is known. */
  inputs: number | undefined;
  origin: string;
}

/** How to get a version into code, onto a disk or over the wire. */
export function loadCode(
  way: Way,
  { version: { model, version, flavors }, inputs, origin }: LoadInput,
): { code: string; language: Language } {
  const uri = `models:/${model}/${version}`;
  if (way === "CLI") {
    return { language: "shell", code: `mlflow artifacts download \\\n  --artifact-uri ${shellQuoted(uri)} \\\n  --dst-path model` };
  }
  if (way === "REST") {
    const address = `${origin}/api/v1/models/${encodeURIComponent(model)}/versions/${version}/files`;
    return { language: "shell", code: `curl -H "Authorization: Bearer $MLFLOW_TRACKING_TOKEN" \\\n  "${address}"` };
  }
  const isPython = flavors.length === 0 || flavors.includes("python_function");
  const load = isPython
    ? [`m = mlflow.pyfunc.load_model(\n  ${JSON.stringify(uri)})`, "m.predict(df)"]
    : [`path = mlflow.artifacts.download_artifacts(\n  ${JSON.stringify(uri)})`];
  const note = isPython && inputs ? ["", `# df: ${inputs} column${inputs === 1 ? "" : "s"}, as signed`] : [];
  return { language: "python", code: ["import mlflow", ...load, ...note].join("\n") };
}

/** One word to a shell, whatever it holds. */
function shellQuoted(text: string): string {
  return /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
