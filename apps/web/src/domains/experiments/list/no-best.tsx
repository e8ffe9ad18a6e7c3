"use client";
import type { ExperimentSummary } from "@plumbline/contracts/experiments/experiment";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useViewer } from "#src/shell/viewer.tsx";

const PrimaryMetric = dynamic(() => import("./primary-metric.tsx").then((module) => module.PrimaryMetric));

/** In place of a best metric: nobody has said yet which one decides, and whoever may can say it here. */
export function NoBest({ experiment }: { experiment: ExperimentSummary }) {
  const { can } = useViewer();
  const [isOpen, setOpen] = useState(false);
  const mayChoose = can("experiment:write") && experiment.lifecycleStage === "active" && experiment.runCount > 0;
  if (!mayChoose) return <span className="text-ink-3">none</span>;
  return (
    <>
      <button type="button" onClick={() => setOpen(true)} className="min-h-6 text-accent hover:underline">
        Choose the metric
        <span className="sr-only"> that decides in {experiment.name}</span>
      </button>
      {isOpen && <PrimaryMetric experiment={experiment} onClose={() => setOpen(false)} />}
    </>
  );
}
