"use client";
import { Button } from "@plumbline/ui/button";
import { CheckboxRow } from "@plumbline/ui/checkbox";
import { SearchInput } from "@plumbline/ui/input";
import { useState } from "react";
import { useSettled } from "#src/components/use-settled.ts";
import { printColumn, type RunColumn } from "../columns.ts";
import type { RunsState } from "../use-runs-state.ts";
import { FoundKeys } from "./found-keys.tsx";
import { ShownColumns } from "./shown-columns.tsx";

const settledMs = 200;

/** What is a column, in its order, and what can be one: every key is found, however many there are. */
export function ColumnList({ state }: { state: RunsState }) {
  const [search, setSearch] = useState("");
  const [onlyDiffering, setOnlyDiffering] = useState(false);
  const settled = useSettled(search.trim(), settledMs);
  const { columns } = state;
  const toggle = (column: RunColumn) => {
    const shown = columns.find(({ kind, key }) => kind === column.kind && key === column.key);
    state.setColumns(shown ? columns.filter((item) => item !== shown) : [...columns, column]);
  };
  return (
    <div className="flex max-h-[min(620px,80vh)] flex-col">
      <div className="grid gap-2 border-b p-2">
        <div className="flex gap-2">
          <SearchInput
            aria-label="Search columns"
            placeholder="Search metrics, params, tags"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            className="flex-1"
          />
          <Button
            onClick={() => {
              state.setColumns(undefined);
              state.setPinned([]);
            }}
          >
            Reset
          </Button>
        </div>
        <CheckboxRow checked={onlyDiffering} onChange={setOnlyDiffering}>
          Only keys in which the runs differ
        </CheckboxRow>
      </div>
      {search.trim() === "" && !onlyDiffering && <ShownColumns state={state} />}
      <FoundKeys
        state={state}
        search={settled}
        onlyDiffering={onlyDiffering}
        isShown={(column) => columns.some(({ kind, key }) => kind === column.kind && key === column.key)}
        onToggle={toggle}
      />
      <p className="border-t px-3 py-1.5 text-ink-3 text-small" aria-live="polite">
        {columns.length} shown{columns.length > 0 && `, the first is ${nameOf(columns[0])}`}
      </p>
    </div>
  );
}

const nameOf = (column: RunColumn | undefined): string => (column ? printColumn(column).replace(/^(m:[a-z]+|[pt]):/, "") : "");
