"use client";
import type { RunKeys } from "@plumbline/contracts/experiments/run";
import { Button } from "@plumbline/ui/button";
import { Popover } from "@plumbline/ui/popover";
import { Columns3 } from "lucide-react";
import dynamic from "next/dynamic";
import { attributes } from "./columns.ts";
import type { RunsState } from "./use-runs-state.ts";

const ColumnList = dynamic(() => import("./picker/column-list.tsx").then((module) => module.ColumnList));

export function ColumnPicker({ state, known }: { state: RunsState; known: RunKeys }) {
  const all = attributes.length + known.metrics.length + known.params.length + known.tags.length;
  const trigger = (
    <Button>
      <Columns3 className="icon-small" aria-hidden="true" />
      Columns
      <span className="text-ink-3 tabular-nums max-sm:sr-only">
        {state.columns.length} of {all}
      </span>
    </Button>
  );
  return (
    <Popover trigger={trigger} label="Columns" align="end" className="w-[400px] p-0!">
      <ColumnList state={state} />
    </Popover>
  );
}
