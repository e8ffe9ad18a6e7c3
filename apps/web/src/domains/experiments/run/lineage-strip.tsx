"use client";
import type { Run } from "@plumbline/contracts/experiments/run";
import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { ArrowRight, Database, FlaskConical, Layers, type LucideIcon } from "lucide-react";
import { useApi } from "#src/shell/api.tsx";
import { runModelsQuery } from "../queries.ts";

/** From data through this run to what it made; a side that nothing was logged of says so. */
export function LineageStrip({ run }: { run: Run }) {
  const models = useQuery({ ...runModelsQuery(useApi(), run), enabled: run.modelOutputs.length > 0 });
  const [dataset] = run.inputs;
  const output = run.modelOutputs[0];
  const model = models.data?.items.find(({ modelId }) => modelId === output?.modelId);
  const context = dataset?.tags.find(({ key }) => key === "mlflow.data.context")?.value;
  return (
    <ol
      aria-label="Where this run stands"
      className="mb-3 grid items-center gap-y-2 md:grid-cols-[minmax(0,1fr)_22px_minmax(0,1fr)_22px_minmax(0,1fr)]"
    >
      <Node
        icon={Database}
        isMissing={!dataset}
        title={dataset ? dataset.dataset.name : "No dataset logged"}
        detail={
          dataset
            ? [dataset.dataset.digest, context, more(run.inputs.length)].filter(Boolean).join(", ")
            : "mlflow.log_input names what the run read"
        }
      />
      <Arrow isMissing={!dataset} />
      <Node icon={FlaskConical} isCurrent title={run.name} detail="this run" />
      <Arrow isMissing={!output} />
      <Node
        icon={Layers}
        isMissing={!output}
        title={output ? (model?.name ?? "Logged model") : "No model logged"}
        detail={
          output
            ? [output.modelId.slice(0, 10), `step ${output.step}`, more(run.modelOutputs.length)].filter(Boolean).join(", ")
            : "log_model keeps the model with its run"
        }
      />
    </ol>
  );
}

function more(count: number): string | undefined {
  return count > 1 ? `${count - 1} more` : undefined;
}

interface NodeProps {
  icon: LucideIcon;
  title: string;
  detail: string;
  isCurrent?: boolean;
  isMissing?: boolean;
}

function Node({ icon: Icon, title, detail, isCurrent = false, isMissing = false }: NodeProps) {
  return (
    <li
      className={clsx(
        "grid grid-cols-[18px_minmax(0,1fr)] gap-x-2 rounded-md border px-2.5 py-1.5",
        isCurrent && "border-accent-line bg-accent-soft",
        isMissing && "border-line-strong border-dashed text-ink-2",
        !(isCurrent || isMissing) && "bg-surface",
      )}
    >
      <Icon className={clsx("icon row-span-2 mt-0.5", isCurrent ? "text-accent" : "text-ink-3")} aria-hidden="true" />
      <span className={clsx("truncate", isMissing ? "" : "font-semibold")} title={title}>
        {title}
      </span>
      <span className="truncate text-ink-3 text-small" title={detail}>
        {detail}
      </span>
    </li>
  );
}

function Arrow({ isMissing }: { isMissing: boolean }) {
  return (
    <li aria-hidden="true" className="hidden place-items-center md:grid">
      <ArrowRight className={clsx("icon-small", isMissing ? "text-line-strong" : "text-ink-3")} />
    </li>
  );
}
