"use client";
import { Skeleton } from "@plumbline/ui/skeleton";
import { clsx } from "clsx";
import dynamic from "next/dynamic";
import { DifferencePanel } from "./difference-panel.tsx";
import type { Compared } from "./use-compared.ts";

const loading = () => <Skeleton className="h-64! w-full rounded-lg!" />;
const ParallelPanel = dynamic(() => import("./parallel-panel.tsx").then((module) => module.ParallelPanel), { loading });
const LeadCurve = dynamic(() => import("./curves-part.tsx").then((module) => module.LeadCurve), { loading });
const ChangePanel = dynamic(() => import("./pair/change-panel.tsx").then((module) => module.ChangePanel), { loading });

/** What differs, what goes along with it, how the metric went, and what else changed between two of the runs. */
export function OverviewPart({ compared }: { compared: Compared }) {
  const isPair = compared.runs.length <= 2;
  const hasCurve = compared.lead !== undefined;
  const change = compared.other !== compared.baseline && <ChangePanel compared={compared} />;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-3 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <div className={clsx(!(isPair || hasCurve) && "xl:col-span-2")}>
        <DifferencePanel compared={compared} />
      </div>
      {isPair ? change : <ParallelPanel compared={compared} />}
      {hasCurve && (
        <div className={clsx("min-w-0", isPair && "xl:col-span-2")}>
          <LeadCurve compared={compared} />
        </div>
      )}
      {!isPair && change}
    </div>
  );
}
