"use client";
import type { LoggedModel } from "@plumbline/contracts/experiments/logged-model";
import type { Run } from "@plumbline/contracts/experiments/run";
import { formatCount } from "@plumbline/ui/format/number";
import { Identifier } from "@plumbline/ui/identifier";
import { Panel } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { Chip } from "@plumbline/ui/status";
import { useQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Loaded } from "#src/components/loaded.tsx";
import { useApi } from "#src/shell/api.tsx";
import { loggedModelFileQuery, runModelsQuery } from "../queries.ts";

const ModelFileFacts = dynamic(() => import("#src/domains/artifacts/model-facts.tsx").then((module) => module.ModelFileFacts));

/** The models that the run logged: what each takes and gives, and three lines that load it. */
export function LoggedModels({ run }: { run: Run }) {
  const query = useQuery({ ...runModelsQuery(useApi(), run), enabled: run.modelOutputs.length > 0 });
  if (run.modelOutputs.length === 0) return null;
  const steps = new Map(run.modelOutputs.map(({ modelId, step }) => [modelId, step]));
  return (
    <Panel title="Logged models" aside={run.modelOutputs.length} flush>
      <Loaded query={query} what="The models" skeleton={<SkeletonRows label="The models are being read" rows={2} columns={[160, 80]} />}>
        {({ items }) => (
          <ul>
            {items.map((model, at) => (
              <ModelRow key={model.modelId} model={model} step={steps.get(model.modelId)} isOpenAtFirst={at === 0 && items.length === 1} />
            ))}
          </ul>
        )}
      </Loaded>
    </Panel>
  );
}

interface ModelRowProps {
  model: LoggedModel;
  step: number | string | undefined;
  isOpenAtFirst: boolean;
}

function ModelRow({ model, step, isOpenAtFirst }: ModelRowProps) {
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  return (
    <li className="border-b last:border-0">
      <div className="flex min-h-9 flex-wrap items-center gap-x-2 gap-y-1 py-1 pr-3 pl-1.5">
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          className="flex min-h-6 min-w-0 flex-1 items-center gap-1.5 text-left -outline-offset-2"
        >
          <ChevronRight className={`icon-small text-ink-3 transition-transform ${isOpen ? "rotate-90" : ""}`} aria-hidden="true" />
          <span className="truncate font-semibold">{model.name}</span>
          {step !== undefined && <span className="flex-none text-ink-3">step {formatCount(Number(step))}</span>}
        </button>
        {model.status !== "READY" && <Chip tone="warn">{model.status === "PENDING" ? "Being logged" : "Upload failed"}</Chip>}
        <Identifier value={model.modelId} what="model id" />
      </div>
      {isOpen && <ModelBody model={model} />}
    </li>
  );
}

function ModelBody({ model }: { model: LoggedModel }) {
  const query = useQuery(loggedModelFileQuery(useApi(), model));
  return (
    <div className="grid gap-3 border-t px-3 py-2.5">
      <Loaded
        query={query}
        what="The MLmodel file"
        skeleton={<SkeletonRows label="The model is being read" rows={2} columns={[160, 80]} />}
      >
        {(file) =>
          file ? (
            <ModelFileFacts file={file} uri={`models:/${model.modelId}`} />
          ) : (
            <p className="text-ink-2">No MLmodel file came with it, so its inputs and outputs are not known.</p>
          )
        }
      </Loaded>
    </div>
  );
}
