"use client";
import type { Experiment } from "@plumbline/contracts/experiments/experiment";
import { Button } from "@plumbline/ui/button";
import { Popover } from "@plumbline/ui/popover";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useViewer } from "#src/shell/viewer.tsx";

const LogCode = dynamic(() => import("./log-code.tsx").then((module) => module.LogCode));

/** How to log a run into this experiment. */
export function LogHere({ experiment }: { experiment: Experiment }) {
  const { can } = useViewer();
  if (!can("run:write") || experiment.lifecycleStage === "deleted") return null;
  const trigger = (
    <Button tone="primary">
      <Plus className="icon-small" aria-hidden="true" />
      New run
    </Button>
  );
  return (
    <Popover trigger={trigger} label="Log a run here" align="end" className="w-[min(460px,92vw)]">
      <LogCode name={experiment.name} />
    </Popover>
  );
}
