"use client";
import { DataTable, type TableColumn } from "@plumbline/ui/data-table";
import { Kbd } from "@plumbline/ui/kbd";
import { Status } from "@plumbline/ui/status";
import { Time } from "@plumbline/ui/time";
import { TriangleAlert } from "lucide-react";
import { useMemo } from "react";
import { actorName } from "../stages.tsx";
import { TierMark } from "../tiers.tsx";
import { type InventoryRow, liveWhere } from "./inventory-rows.ts";

export interface InventoryTableProps {
  rows: readonly InventoryRow[];
  /** The instant that is looked at; what was due before is late. */
  at: number;
  chosen: string | undefined;
  onChoose: (model: string) => void;
  foot: string;
}

export function InventoryTable({ rows, at, chosen, onChoose, foot }: InventoryTableProps) {
  const columns = useMemo(() => columnsAt(at, chosen, onChoose), [at, chosen, onChoose]);
  return (
    <section className="flex min-w-0 flex-col overflow-hidden rounded-lg border bg-surface">
      <DataTable
        label="Inventory"
        columns={columns}
        rows={rows}
        rowKey={(row) => row.key}
        rowLabel={(row) => row.key}
        rowCount={rows.length}
        onOpen={(row) => onChoose(row.entry.model)}
        className="max-h-[64vh] [&_[role=columnheader]]:px-1.5 [&_[role=columnheader]:first-child]:pl-3 [&_[role=gridcell]]:px-1.5 [&_[role=gridcell]:first-child]:pl-3"
      />
      <p className="flex flex-wrap items-center gap-x-3.5 border-t px-3 py-1.5 text-ink-3 text-small">
        {foot}
        <span className="ml-auto max-sm:hidden">
          <Kbd>j</Kbd> <Kbd>k</Kbd> move <Kbd>Enter</Kbd> details <Kbd>[</Kbd> <Kbd>]</Kbd> change before, after
        </span>
      </p>
    </section>
  );
}

type Choose = InventoryTableProps["onChoose"];

function columnsAt(at: number, chosen: string | undefined, onChoose: Choose): TableColumn<InventoryRow>[] {
  const isLate = (due: string | null) => due !== null && Date.parse(due) < at;
  return [
    {
      id: "model",
      label: "Model",
      width: 116,
      isGrowing: true,
      cell: (row) => <Name row={row} isChosen={row.entry.model === chosen} onChoose={onChoose} />,
    },
    { id: "tier", label: "Tier", width: 88, cell: ({ isFirst, entry }) => isFirst && <TierMark tier={entry.tier} /> },
    {
      id: "owner",
      label: "Owner",
      width: 84,
      cell: ({ isFirst, entry }) =>
        isFirst && <span className="truncate text-ink-2">{entry.businessOwner ? actorName(entry.businessOwner) : "nobody"}</span>,
    },
    { id: "stage", label: "Stage", width: 102, cell: ({ shape, word }) => <Status shape={shape}>{word}</Status> },
    { id: "live", label: "Live where", width: 146, cell: (row) => <Live row={row} /> },
    {
      id: "since",
      label: "Since",
      width: 62,
      align: "end",
      cell: ({ live }) => live && <Time at={Date.parse(live.since)} style="date" className="truncate text-ink-2" />,
    },
    {
      id: "now",
      label: "Now",
      width: 46,
      align: "end",
      cell: ({ now }) => <span className={/^\d/.test(now) ? "" : "text-ink-3"}>{now}</span>,
    },
    {
      id: "validated",
      label: "Validated",
      width: 84,
      align: "end",
      cell: ({ isFirst, entry }) =>
        isFirst && entry.lastValidatedAt && <Time at={Date.parse(entry.lastValidatedAt)} style="date" className="text-ink-2" />,
    },
    {
      id: "due",
      label: "Next due",
      width: 88,
      align: "end",
      cell: ({ isFirst, entry }) =>
        isFirst && entry.nextValidationDueAt && <Due at={entry.nextValidationDueAt} isLate={isLate(entry.nextValidationDueAt)} />,
    },
    {
      id: "findings",
      label: "Findings",
      width: 92,
      align: "end",
      cell: ({ isFirst, entry }) => isFirst && <Findings entry={entry} isLate={isLate(entry.nextFindingDueAt)} />,
    },
  ];
}

function Name({ row, isChosen, onChoose }: { row: InventoryRow; isChosen: boolean; onChoose: Choose }) {
  if (!row.isFirst) return <span className="sr-only">{row.entry.model}</span>;
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      title={row.entry.model}
      onClick={() => onChoose(row.entry.model)}
      className="min-h-6 truncate text-left font-medium hover:underline aria-pressed:text-accent"
    >
      {row.entry.model}
    </button>
  );
}

function Live({ row: { entry, live } }: { row: InventoryRow }) {
  if (entry.kind === "external") return <span className="truncate text-ink-2">{entry.vendor || "its vendor"}</span>;
  if (!live) return <span className="text-ink-3">not live</span>;
  return (
    <span className="truncate">
      <span className="mr-1.5 font-semibold tabular-nums">{live.version}</span>
      {liveWhere(live)}
    </span>
  );
}

function Due({ at, isLate }: { at: string; isLate: boolean }) {
  if (!isLate) return <Time at={Date.parse(at)} style="date" className="text-ink-2" />;
  return (
    <span className="inline-flex items-center gap-1 font-medium text-bad">
      <TriangleAlert className="icon-small" role="img" aria-label="Late:" />
      <Time at={Date.parse(at)} style="date" />
    </span>
  );
}

function Findings({ entry: { openFindings, nextFindingDueAt }, isLate }: { entry: InventoryRow["entry"]; isLate: boolean }) {
  if (openFindings === 0) return <span className="text-ink-3">none</span>;
  return (
    <span className="inline-flex items-center gap-1.5 tabular-nums">
      {openFindings}
      {nextFindingDueAt && (
        <span className="flex gap-1 text-ink-3">
          {!isLate && "by"} <Due at={nextFindingDueAt} isLate={isLate} />
        </span>
      )}
    </span>
  );
}
