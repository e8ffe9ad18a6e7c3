"use client";
import type { ArtifactEntry } from "@plumbline/contracts/artifacts";
import { CodeBlock } from "@plumbline/ui/code-block";
import { formatCount } from "@plumbline/ui/format/number";
import { useQuery } from "@tanstack/react-query";
import { SignatureFields } from "#src/domains/registry/version/signature-fields.tsx";
import { useApi } from "#src/shell/api.tsx";
import type { ModelFile } from "./model-file.ts";
import { modelFileQuery } from "./queries.ts";

/** What the model in a folder takes and gives, and how it is loaded. */
export function ModelFacts({ entry, runId }: { entry: ArtifactEntry; runId: string }) {
  const { data: file } = useQuery(modelFileQuery(useApi(), runId, entry));
  if (!file) return null;
  const folder = entry.path.split("/").slice(0, -1).join("/");
  return (
    <div className="grid gap-3 border-t p-3">
      <ModelFileFacts file={file} uri={`runs:/${runId}${folder && `/${folder}`}`} />
    </div>
  );
}

const shownInputs = 20;

/** Signature and three lines that load the model; shared by a run's files and its logged models. */
export function ModelFileFacts({ file, uri }: { file: ModelFile; uri: string }) {
  const { signature, flavors } = file;
  return (
    <>
      <section>
        <h3 className="mb-1 font-semibold">
          Signature <span className="font-normal text-ink-3">{flavors.join(", ")}</span>
        </h3>
        {signature ? (
          <div className="overflow-hidden rounded-md border">
            <SignatureFields signature={signature} shown={shownInputs} />
            {signature.inputs.length > shownInputs && (
              <p className="border-t px-3 py-1.5 text-ink-3 text-small">
                {shownInputs} of {formatCount(signature.inputs.length)} inputs. The MLmodel file has them all.
              </p>
            )}
          </div>
        ) : (
          <p className="text-ink-2">
            The model was logged without one. log_model writes it where it is given an <span className="code">input_example</span>.
          </p>
        )}
      </section>
      <section>
        <h3 className="mb-1 font-semibold">Load the model</h3>
        <CodeBlock label="Code that loads the model" language="python" code={modelCode(uri, file)} wrap isNarrow />
      </section>
    </>
  );
}

/** Three lines from nothing to a prediction; what is no Python function is fetched as files. */
function modelCode(uri: string, { flavors }: ModelFile): string {
  if (!flavors.includes("python_function")) {
    return `import mlflow\npath = mlflow.artifacts.download_artifacts(\n    ${JSON.stringify(uri)})`;
  }
  return `import mlflow\nmodel = mlflow.pyfunc.load_model(${JSON.stringify(uri)})\nmodel.predict(data)`;
}
