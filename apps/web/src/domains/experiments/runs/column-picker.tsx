"use client";
import { Button } from "@plumbline/ui/button";
import { Popover } from "@plumbline/ui/popover";
import { Columns3 } from "lucide-react";
import dynamic from "next/dynamic";
import type { ColumnPickerProps } from "./column-list.tsx";
import { attributes } from "./columns.ts";

const ColumnList = dynamic(() => import("./column-list.tsx").then((module) => module.ColumnList));

export function ColumnPicker(props: ColumnPickerProps) {
  const { known, shown } = props;
  const all = attributes.length + known.metrics.length + known.params.length + known.tags.length;
  const trigger = (
    <Button>
      <Columns3 className="icon-small" aria-hidden="true" />
      Columns
      <span className="text-ink-3 tabular-nums max-sm:sr-only">
        {shown.length} of {all}
      </span>
    </Button>
  );
  return (
    <Popover trigger={trigger} label="Columns" align="end" className="w-[360px] p-0">
      <ColumnList {...props} />
    </Popover>
  );
}
