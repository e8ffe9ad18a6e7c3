"use client";
import type { ChartPanel, PanelKind } from "@plumbline/contracts/experiments/chart-panel";
import { boardPanelsMax } from "@plumbline/contracts/experiments/chart-panel";
import type { RunKeys, RunTotal } from "@plumbline/contracts/experiments/run";
import { Button } from "@plumbline/ui/button";
import { SearchInput, Select } from "@plumbline/ui/input";
import { Menu, MenuItem, MenuSeparator } from "@plumbline/ui/menu";
import { Plus, X } from "lucide-react";
import { CappedCount } from "#src/components/capped-count.tsx";
import type { ColumnBrush } from "../brush-address.ts";
import { drawnChoices } from "../charted.ts";
import type { RunsState } from "../use-runs-state.ts";
import { columnWords, kindLabels, matchingKeys } from "./panel-words.ts";
import type { Panels } from "./use-panels.ts";

export interface BoardBarProps {
  state: RunsState;
  known: RunKeys;
  panels: Panels;
  search: string;
  onSearch: (search: string) => void;
  onAdd: (panel: ChartPanel) => void;
  /** How many runs are drawn, of how many. */
  drawn: number;
  total: RunTotal | undefined;
  isZoomed: boolean;
  onWhole: () => void;
}

const kinds = Object.keys(kindLabels) as PanelKind[];

/** What the charts show, and which of them. */
export function BoardBar(props: BoardBarProps) {
  const { state, panels, search } = props;
  const found = matchingKeys(props.known.metrics, search).filter(
    (key) => !panels.panels.some((panel) => panel.kind === "line" && panel.metrics.includes(key)),
  );
  const full = panels.isFull ? `A board holds ${boardPanelsMax} charts. Remove one first.` : undefined;
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <SearchInput
          aria-label="Search charts"
          placeholder="Charts by name or pattern"
          value={search}
          onChange={(event) => props.onSearch(event.target.value)}
          className="min-w-32 flex-1"
        />
        {search.trim() !== "" && found.length > 0 && (
          <Button denied={full} onClick={() => panels.addLines(found)}>
            Add {found.length} {found.length === 1 ? "metric" : "metrics"}
          </Button>
        )}
        <AddMenu full={full} panels={panels} onAdd={props.onAdd} />
      </div>
      <div className="flex min-h-6 flex-wrap items-center gap-x-3 gap-y-1 text-ink-2 text-small">
        {state.selected.size > 0 ? (
          <span>
            {props.drawn} of {state.selected.size} selected drawn
          </span>
        ) : (
          <DrawnRuns state={state} drawn={props.drawn} total={props.total} />
        )}
        {props.isZoomed && (
          <Button size="small" onClick={props.onWhole}>
            Show the whole axis
          </Button>
        )}
        {state.brushes.map((brush) => (
          <BrushChip
            key={brush.column}
            brush={brush}
            onClear={() => state.setBrushes(state.brushes.filter(({ column }) => column !== brush.column))}
          />
        ))}
      </div>
    </div>
  );
}

interface AddMenuProps {
  full: string | undefined;
  panels: Panels;
  onAdd: (panel: ChartPanel) => void;
}

function AddMenu({ full, panels, onAdd }: AddMenuProps) {
  if (full !== undefined) return <Button denied={full}>Add chart</Button>;
  return (
    <Menu
      trigger={
        <Button>
          <Plus className="icon-small" aria-hidden="true" />
          Add chart
        </Button>
      }
    >
      {kinds.map((kind) => {
        const draft = panels.draft(kind);
        return (
          <MenuItem key={kind} disabled={!draft} onSelect={() => draft && onAdd(draft)}>
            {kindLabels[kind]}
            {!draft && <span className="text-ink-3">: nothing logged for it</span>}
          </MenuItem>
        );
      })}
      {panels.isArranged && <MenuSeparator />}
      {panels.isArranged && <MenuItem onSelect={panels.reset}>Back to a line for each metric</MenuItem>}
    </Menu>
  );
}

function DrawnRuns({ state, drawn, total }: { state: RunsState; drawn: number; total: RunTotal | undefined }) {
  return (
    <span className="flex items-center gap-1.5">
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the list is another component's */}
      <label className="flex items-center gap-1.5">
        Curves of the first
        <Select value={state.drawn} onChange={(event) => state.setDrawn(Number(event.target.value))} className="h-6! w-16! px-1 text-small">
          {drawnChoices.map((count) => (
            <option key={count} value={count}>
              {count}
            </option>
          ))}
        </Select>
      </label>
      <span className="text-ink-3 tabular-nums">
        {drawn}
        {total && (
          <>
            {" "}
            of <CappedCount {...total} />
          </>
        )}{" "}
        runs
      </span>
    </span>
  );
}

function BrushChip({ brush, onClear }: { brush: ColumnBrush; onClear: () => void }) {
  const name = columnWords(brush.column);
  return (
    <span className="inline-flex h-6 max-w-full items-center gap-1 rounded-md border border-accent-line bg-accent-soft pl-2 text-accent">
      <span className="truncate" title={brush.filter ?? "No filter can say this: the table shows every run."}>
        {name} {brush.filter ? "brushed" : "brushed in the chart only"}
      </span>
      <button type="button" aria-label={`Clear the brush of ${name}`} onClick={onClear} className="grid size-6 place-items-center">
        <X className="icon-small" aria-hidden="true" />
      </button>
    </span>
  );
}
