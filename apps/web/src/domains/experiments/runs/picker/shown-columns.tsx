"use client";
import { IconButton } from "@plumbline/ui/button";
import { Select } from "@plumbline/ui/input";
import { clsx } from "clsx";
import { GripVertical, Pin, PinOff, X } from "lucide-react";
import { type DragEvent, type KeyboardEvent, useState } from "react";
import { type Aggregate, aggregates, attributeLabels, printColumn, type RunColumn } from "../columns.ts";
import type { RunsState } from "../use-runs-state.ts";
import { movedColumn } from "./moved-column.ts";

/** The columns in their order: dragged, or moved by Alt and an arrow; pinned, and shown by another figure. */
export function ShownColumns({ state }: { state: RunsState }) {
  const { columns } = state;
  const { pinned } = state.content;
  const [dragged, setDragged] = useState<number>();
  const [target, setTarget] = useState<number>();
  const move = (from: number, to: number) => state.setColumns(movedColumn(columns, from, to));
  const change = (column: RunColumn, next: RunColumn) => {
    state.setColumns(columns.map((item) => (item === column ? next : item)));
    const [before, after] = [printColumn(column), printColumn(next)];
    if (pinned.includes(before)) state.setPinned(pinned.map((text) => (text === before ? after : text)));
  };
  return (
    <section aria-label="Shown columns" className="max-h-60 flex-none overflow-y-auto border-b px-1 py-1">
      <ol>
        {columns.map((column, at) => {
          const text = printColumn(column);
          return (
            <li
              key={text}
              draggable
              onDragStart={() => setDragged(at)}
              onDragEnter={() => setTarget(at)}
              onDragOver={(event: DragEvent) => event.preventDefault()}
              onDrop={() => dragged !== undefined && move(dragged, at)}
              onDragEnd={() => {
                setDragged(undefined);
                setTarget(undefined);
              }}
              className={clsx(
                "flex min-h-7 items-center gap-1.5 rounded-md border-t-2 pr-1 hover:bg-hover",
                dragged !== undefined && target === at ? "border-accent" : "border-transparent",
              )}
            >
              <Handle name={nameOf(column)} at={at} last={columns.length - 1} onMove={(to) => move(at, to)} />
              <span className={clsx("min-w-0 flex-1 truncate", column.kind !== "attribute" && "code")} title={nameOf(column)}>
                {nameOf(column)}
              </span>
              {column.kind === "metric" && <FigureChoice column={column} onChange={(next) => change(column, next)} />}
              <IconButton
                size="small"
                label={pinned.includes(text) ? `Unpin ${nameOf(column)}` : `Pin ${nameOf(column)}`}
                aria-pressed={pinned.includes(text)}
                onClick={() => state.setPinned(pinned.includes(text) ? pinned.filter((item) => item !== text) : [...pinned, text])}
              >
                {pinned.includes(text) ? <PinOff className="icon-small text-accent" /> : <Pin className="icon-small" />}
              </IconButton>
              <IconButton
                size="small"
                label={`Remove ${nameOf(column)}`}
                onClick={() => state.setColumns(columns.filter((item) => item !== column))}
              >
                <X className="icon-small" />
              </IconButton>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

const nameOf = (column: RunColumn): string => (column.kind === "attribute" ? attributeLabels[column.key] : column.key);

function Handle(props: { name: string; at: number; last: number; onMove: (to: number) => void }) {
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const to = props.at + step;
    if (to >= 0 && to <= props.last) props.onMove(to);
  };
  return (
    <button
      type="button"
      aria-label={`Move ${props.name}, ${props.at + 1} of ${props.last + 1}: arrow keys`}
      onKeyDown={onKeyDown}
      className="grid size-6 flex-none cursor-grab place-items-center text-ink-3"
    >
      <GripVertical className="icon-small" aria-hidden="true" />
    </button>
  );
}

type MetricColumn = Extract<RunColumn, { kind: "metric" }>;

function FigureChoice({ column, onChange }: { column: MetricColumn; onChange: (next: MetricColumn) => void }) {
  return (
    <Select
      aria-label={`Figure of ${column.key}`}
      value={column.aggregate}
      onChange={(event) => onChange({ ...column, aggregate: event.target.value as Aggregate })}
      className="h-6! w-20! flex-none text-small"
    >
      {aggregates.map((aggregate) => (
        <option key={aggregate}>{aggregate}</option>
      ))}
    </Select>
  );
}
