"use client";
import { IconButton } from "@plumbline/ui/button";
import { SearchInput } from "@plumbline/ui/input";
import { Panel } from "@plumbline/ui/panel";
import { EmptyState } from "@plumbline/ui/states";
import { Segments } from "@plumbline/ui/tabs";
import { Download } from "lucide-react";
import { useMemo } from "react";
import { differenceFile } from "./difference-file.ts";
import { KeysTable } from "./keys-table.tsx";
import { RunsTable } from "./runs-table.tsx";
import { countWords, shownRows, tableItems } from "./table-items.ts";
import type { Compared } from "./use-compared.ts";

/** With more runs than this a run is a row, not a column. */
const mostColumns = 12;

/** What differs between the runs, and by how much. */
export function DifferencePanel({ compared }: { compared: Compared }) {
  const { rows, isAll, find, correlations, kept } = compared;
  const layout = compared.layout === "keys" || compared.layout === "runs" ? compared.layout : kept.length > mostColumns ? "runs" : "keys";
  const items = useMemo(() => tableItems(rows, { isAll, find, correlations }), [rows, isAll, find, correlations]);
  const shown = useMemo(() => shownRows(rows, { isAll, find, correlations }), [rows, isAll, find, correlations]);
  const save = async () => {
    const { saveTableCsv } = await import("@plumbline/ui/charts/save-scene");
    saveTableCsv("What differs", differenceFile(shown, { names: compared.names, runs: kept }));
  };
  return (
    <Panel
      title="What differs"
      aside={countWords(rows)}
      flush
      actions={
        <>
          <Segments
            label="Rows"
            size="small"
            value={isAll ? "all" : "differing"}
            onChange={(value) => compared.setAll(value === "all")}
            options={[
              { value: "differing", label: "Only differing" },
              { value: "all", label: "All" },
            ]}
          />
          <IconButton label="Save what is shown as CSV" size="small" onClick={() => void save()}>
            <Download className="icon-small" />
          </IconButton>
        </>
      }
    >
      <Choices compared={compared} layout={layout} />
      {items.length === 0 ? (
        <NothingFound find={find} />
      ) : layout === "keys" ? (
        <KeysTable compared={compared} items={items} />
      ) : (
        <RunsTable compared={compared} rows={shown} />
      )}
    </Panel>
  );
}

function NothingFound({ find }: { find: string }) {
  return find.trim() ? (
    <EmptyState title="Nothing is named so">No metric, param, condition or tag of these runs has this in its name.</EmptyState>
  ) : (
    <EmptyState title="Nothing was logged">These runs have neither metrics nor params, conditions or tags.</EmptyState>
  );
}

function Choices({ compared, layout }: { compared: Compared; layout: "keys" | "runs" }) {
  return (
    <div className="flex flex-wrap items-center gap-2 border-b px-3 py-1.5">
      <SearchInput
        aria-label="Find a metric, param or tag"
        placeholder="Find by name"
        value={compared.find}
        onChange={(event) => compared.setFind(event.target.value)}
        className="h-7! min-w-40 flex-1"
      />
      <Segments
        label="Figure of a metric"
        size="small"
        value={compared.figure}
        onChange={compared.setFigure}
        options={[
          { value: "last", label: "Last" },
          { value: "min", label: "Min" },
          { value: "max", label: "Max" },
        ]}
      />
      <Segments
        label="Change against the baseline"
        size="small"
        value={compared.isRelative ? "relative" : "absolute"}
        onChange={(value) => compared.setRelative(value === "relative")}
        options={[
          { value: "absolute", label: "Absolute" },
          { value: "relative", label: "Relative" },
        ]}
      />
      <Segments
        label="Columns"
        size="small"
        value={layout}
        onChange={compared.setLayout}
        options={[
          { value: "keys", label: "Run by column" },
          { value: "runs", label: "Run by row" },
        ]}
      />
    </div>
  );
}
