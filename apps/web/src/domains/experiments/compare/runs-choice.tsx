"use client";
import { Button, IconButton } from "@plumbline/ui/button";
import { SearchInput } from "@plumbline/ui/input";
import { Popover } from "@plumbline/ui/popover";
import { Swatch } from "@plumbline/ui/status";
import { VirtualList } from "@plumbline/ui/virtual-list";
import { useQuery } from "@tanstack/react-query";
import { ChevronDown, Plus, X } from "lucide-react";
import { useState } from "react";
import { useSettled } from "#src/components/use-settled.ts";
import { useApi } from "#src/shell/api.tsx";
import { runLookupQuery } from "../queries.ts";
import { namedMost } from "./compare-scope.ts";
import type { Compared } from "./use-compared.ts";

/** Which runs are compared, and against which of them. */
export function RunsChoice({ compared }: { compared: Compared }) {
  const trigger = (
    <Button>
      Runs
      <span className="text-ink-3 tabular-nums">{compared.runs.length}</span>
      <ChevronDown className="icon-small text-ink-3" aria-hidden="true" />
    </Button>
  );
  return (
    <Popover trigger={trigger} label="Runs that are compared" align="end" className="w-80 p-0!">
      {compared.runs.length < namedMost && <AddRun compared={compared} />}
      <RunList compared={compared} />
    </Popover>
  );
}

const pauseMs = 200;

function AddRun({ compared }: { compared: Compared }) {
  const [typed, setTyped] = useState("");
  const search = useSettled(typed.trim(), pauseMs);
  const found = useQuery({ ...runLookupQuery(useApi(), search), enabled: search.length > 1 });
  const runIds = compared.runs.map(({ runId }) => runId);
  const others = search.length > 1 ? (found.data ?? []).filter(({ runId }) => !runIds.includes(runId)) : [];
  return (
    <div className="border-b p-2">
      <SearchInput
        aria-label="Add a run by its name or id"
        placeholder="Add a run by its name or id"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <ul className="mt-1 empty:hidden">
        {others.map((run) => (
          <li key={run.runId}>
            <button
              type="button"
              onClick={() => {
                compared.setRuns([...runIds, run.runId]);
                setTyped("");
              }}
              className="flex min-h-7 w-full items-center gap-2 rounded-md px-2 text-left hover:bg-hover"
            >
              <Plus className="icon-small flex-none text-ink-3" aria-hidden="true" />
              <span className="truncate">{run.name}</span>
              <span className="code ml-auto flex-none text-ink-3">{run.runId.slice(0, 8)}</span>
            </button>
          </li>
        ))}
      </ul>
      {search.length > 1 && found.data && others.length === 0 && <p className="px-2 pt-1.5 text-ink-3">No other run is named so.</p>}
    </div>
  );
}

function whyKept(count: number): string | undefined {
  if (count <= 2) return "Two runs are the fewest that can be compared";
  return count > namedMost + 1 ? "These are too many to be named one by one: narrow the filter that found them" : undefined;
}

const rowHeight = 28;
const mostShown = 10;

function RunList({ compared }: { compared: Compared }) {
  const { runs, colors, baseline } = compared;
  const remove = (runId: string) => compared.setRuns(runs.map((run) => run.runId).filter((id) => id !== runId));
  return (
    <div style={{ height: Math.min(mostShown, runs.length) * rowHeight + 8 }} className="p-1">
      <VirtualList
        label="Runs"
        items={runs}
        itemKey={({ runId }) => runId}
        className="h-full"
        item={({ runId, name }) => (
          <div className="flex h-full items-center gap-2 px-2">
            <Swatch color={colors.get(runId) ?? 1} />
            <span className="min-w-0 flex-1 truncate" title={name}>
              {name}
            </span>
            {runs[baseline]?.runId === runId ? (
              <span className="text-ink-3 text-small">baseline</span>
            ) : (
              <Button size="small" tone="ghost" aria-label={`Make ${name} the baseline`} onClick={() => compared.setBaseline(runId)}>
                Baseline
              </Button>
            )}
            <IconButton label={`Leave out ${name}`} size="small" denied={whyKept(runs.length)} onClick={() => remove(runId)}>
              <X className="icon-small" />
            </IconButton>
          </div>
        )}
      />
    </div>
  );
}
