"use client";
import { clsx } from "clsx";
import { type MouseEvent, memo } from "react";
import { Checkbox } from "../checkbox.tsx";
import type { TableColumn } from "./columns.ts";

export interface RowProps<Row> {
  row: Row;
  id: string;
  rowKey: string;
  label: string;
  index: number;
  top: number;
  height: number;
  columns: readonly TableColumn<Row>[];
  tracks: string;
  lefts: readonly (string | undefined)[];
  isActive: boolean;
  isSelected: boolean | undefined;
  isSelectable: boolean;
  onSelect: (key: string, isSelected: boolean) => void;
  onPress: (index: number) => void;
}

function DataRow<Row>(props: RowProps<Row>) {
  const { columns, isSelected } = props;
  const ground = isSelected ? "bg-accent-soft" : "bg-surface group-hover:bg-hover";
  const press = (event: MouseEvent) => {
    if (!(event.target instanceof Element && event.target.closest("a, button, input"))) props.onPress(props.index);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the table answers the keys for its active row
    <div
      role="row"
      id={props.id}
      aria-rowindex={props.index + 2}
      aria-selected={isSelected}
      onClick={press}
      style={{ top: props.top, height: props.height, gridTemplateColumns: props.tracks }}
      className={clsx(
        "group absolute inset-x-0 grid w-full",
        props.index > 0 && "border-t",
        props.isActive && "z-[5] outline-2 outline-accent -outline-offset-2",
        isSelected ? "bg-accent-soft" : "bg-surface hover:bg-hover",
      )}
    >
      {isSelected !== undefined && (
        <div role="gridcell" className={clsx("sticky left-0 z-[1] grid place-items-center", ground)}>
          {props.isSelectable && (
            <Checkbox label={`Select ${props.label}`} checked={isSelected} onChange={(next) => props.onSelect(props.rowKey, next)} />
          )}
        </div>
      )}
      {columns.map((column, at) => (
        <div
          key={column.id}
          role="gridcell"
          style={props.lefts[at] === undefined ? undefined : { left: props.lefts[at] }}
          className={clsx(
            "flex min-w-0 items-center overflow-hidden whitespace-nowrap px-2.5",
            column.align === "end" && "justify-end text-right tabular-nums",
            props.lefts[at] !== undefined && clsx("sticky z-[1]", ground),
            at > 0 && "max-sm:static",
          )}
        >
          {column.cell(props.row)}
        </div>
      ))}
    </div>
  );
}

export const TableRow = memo(DataRow) as typeof DataRow;
