"use client";
import type { Run } from "@plumbline/contracts/experiments/run";
import { CopyButton } from "@plumbline/ui/copy-button";
import { Panel } from "@plumbline/ui/panel";
import { Chip } from "@plumbline/ui/status";
import { profileText, sourceText } from "./dataset-text.ts";

const contextTag = "mlflow.data.context";

/** The data that the run read, as its client logged it. */
export function DatasetInputs({ run }: { run: Run }) {
  if (run.inputs.length === 0) return null;
  return (
    <Panel title="Datasets" aside={run.inputs.length} flush>
      <ul>
        {run.inputs.map(({ dataset, tags }) => {
          const context = tags.find(({ key }) => key === contextTag)?.value;
          const source = sourceText(dataset);
          const facts = profileText(dataset);
          return (
            <li key={`${dataset.name} ${dataset.digest} ${context}`} className="grid gap-0.5 border-b px-3 py-1.5 last:border-0">
              <span className="flex min-w-0 items-center gap-2">
                <span className="truncate font-semibold">{dataset.name}</span>
                <span className="code text-ink-3">{dataset.digest}</span>
                {context && <Chip className="ml-auto">{context}</Chip>}
              </span>
              {facts && <span className="text-ink-2">{facts}</span>}
              {source && (
                <span className="flex min-w-0 items-center gap-1">
                  <span className="code min-w-0 flex-1 truncate text-ink-2" title={source}>
                    {source}
                  </span>
                  <CopyButton text={source} label="Copy the source" />
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
