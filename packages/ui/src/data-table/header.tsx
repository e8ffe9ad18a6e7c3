"use client";
import { clsx } from "clsx";
import { ArrowDown, ArrowUp } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { Checkbox } from "../checkbox.tsx";
import { narrowestColumn, nextSort, type TableColumn, type TableSort } from "./columns.ts";

export interface HeaderProps<Row> {
  columns: readonly TableColumn<Row>[];
  tracks: string;
  lefts: readonly (string | undefined)[];
  widths: Readonly<Record<string, number>>;
  sort: TableSort | undefined;
  onSort: ((sort: TableSort | undefined) => void) | undefined;
  onResize: ((column: string, width: number) => void) | undefined;
  selection: { state: "none" | "some" | "all"; onToggle: () => void } | undefined;
}

export function TableHeader<Row>(props: HeaderProps<Row>) {
  const { selection } = props;
  return (
    <div role="rowgroup" className="sticky top-0 z-20">
      <div
        role="row"
        aria-rowindex={1}
        className="grid h-[30px] border-b bg-surface text-ink-3 text-small"
        style={{ gridTemplateColumns: props.tracks }}
      >
        {selection && (
          <div role="columnheader" className="sticky left-0 z-10 grid place-items-center bg-surface">
            <Checkbox
              label={selection.state === "all" ? "Clear the selection" : "Select all rows loaded"}
              checked={selection.state === "all"}
              mixed={selection.state === "some"}
              onChange={selection.onToggle}
            />
          </div>
        )}
        {props.columns.map((column, at) => (
          <HeaderCell key={column.id} {...props} column={column} left={props.lefts[at]} isFirst={at === 0} />
        ))}
      </div>
    </div>
  );
}

function HeaderCell<Row>(props: HeaderProps<Row> & { column: TableColumn<Row>; left: string | undefined; isFirst: boolean }) {
  const { column, sort } = props;
  const order = sort?.column === column.id ? orderOf(sort) : undefined;
  const isSortable = column.sortable === true && props.onSort !== undefined;
  return (
    <div
      role="columnheader"
      aria-sort={isSortable ? (order ?? "none") : undefined}
      style={props.left === undefined ? undefined : { left: props.left }}
      className={clsx(
        "flex min-w-0 items-center px-2.5",
        props.left === undefined ? "relative" : "sticky z-10 bg-surface",
        !props.isFirst && "max-sm:relative max-sm:left-auto!",
      )}
    >
      {isSortable ? (
        <SortButton column={column} order={order} onPress={() => props.onSort?.(nextSort(sort, column.id))} />
      ) : (
        <span className={clsx("flex min-w-0 flex-1 font-medium", column.align === "end" && "justify-end")}>
          <HeaderText column={column} />
        </span>
      )}
      {props.onResize && (
        <ResizeHandle
          label={column.label}
          width={props.widths[column.id] ?? column.width}
          onResize={(width) => props.onResize?.(column.id, width)}
        />
      )}
    </div>
  );
}

type Order = "ascending" | "descending";

function orderOf(sort: TableSort): Order {
  return sort.isDescending ? "descending" : "ascending";
}

function HeaderText<Row>({ column }: { column: TableColumn<Row> }) {
  return <span className="truncate">{column.header ?? column.label}</span>;
}

function SortButton<Row>(props: { column: TableColumn<Row>; order: Order | undefined; onPress: () => void }) {
  const Arrow = props.order === "ascending" ? ArrowUp : ArrowDown;
  return (
    <button
      type="button"
      onClick={props.onPress}
      className={clsx(
        "flex h-full min-w-0 flex-1 items-center gap-1 font-medium hover:text-ink",
        props.column.align === "end" && "justify-end",
        props.order && "text-ink",
      )}
    >
      <HeaderText column={props.column} />
      {props.order && <Arrow className="size-3 flex-none" aria-hidden="true" />}
    </button>
  );
}

const keyStep = 16;

function ResizeHandle(props: { label: string; width: number; onResize: (width: number) => void }) {
  const start = useRef<{ x: number; width: number } | undefined>(undefined);
  const resize = (width: number) => props.onResize(Math.max(narrowestColumn, Math.round(width)));
  const onPointerDown = (event: PointerEvent) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { x: event.clientX, width: props.width };
  };
  const onPointerMove = (event: PointerEvent) => {
    if (start.current) resize(start.current.width + event.clientX - start.current.x);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -keyStep, ArrowRight: keyStep }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    resize(props.width + step);
  };
  return (
    <div
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={`Width of ${props.label}`}
      aria-valuenow={props.width}
      aria-valuemin={narrowestColumn}
      aria-valuemax={1000}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        start.current = undefined;
      }}
      onKeyDown={onKeyDown}
      className="absolute inset-y-1.5 -right-1 z-10 w-2 cursor-col-resize touch-none after:absolute after:inset-y-0 after:left-[3.5px] after:w-px hover:after:bg-line-strong"
    />
  );
}
