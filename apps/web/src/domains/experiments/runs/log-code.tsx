"use client";
import { CodeBlock } from "@plumbline/ui/code-block";
import Link from "next/link";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";

/** The code that logs a run into the experiment of this name. */
export function LogCode({ name }: { name: string }) {
  const { workspace } = useViewer();
  const code = `import mlflow

mlflow.set_experiment(${JSON.stringify(name)})
with mlflow.start_run():
    mlflow.log_param("learning_rate", 0.03)
    mlflow.log_metric("auc", 0.87, step=1)`;
  return (
    <>
      <p className="mb-2 text-ink-2">Runs come from your code. They show here within two seconds of start_run.</p>
      <CodeBlock label="Code that logs a run" language="python" code={code} />
      <p className="mt-2 text-ink-3 text-small">
        The client needs the address and a token:{" "}
        <Link href={`${paths.home(workspace)}?start=1`} className="font-medium text-accent hover:underline">
          set it up in four steps
        </Link>
        .
      </p>
    </>
  );
}
