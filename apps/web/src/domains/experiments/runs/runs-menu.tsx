"use client";
import { IconButton } from "@plumbline/ui/button";
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuSeparator } from "@plumbline/ui/menu";
import { Download, Ellipsis } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { RunsState } from "./use-runs-state.ts";

const CsvExport = dynamic(() => import("./csv-export.tsx").then((module) => module.CsvExport));

const scopes = [
  { value: "all", label: "All runs" },
  { value: "top", label: "Without child runs" },
  { value: "deleted", label: "Deleted runs" },
] as const;

/** Which runs, and the table as a file. */
export function RunsMenu({ state }: { state: RunsState }) {
  const [isSaving, setSaving] = useState(false);
  const scope = state.isDeleted ? "deleted" : state.isTop ? "top" : "all";
  const choose = (value: (typeof scopes)[number]["value"]) => {
    if (state.isDeleted !== (value === "deleted")) state.setDeleted(value === "deleted");
    if (state.isTop !== (value === "top")) state.setTop(value === "top");
  };
  const trigger = (
    <IconButton label="More" tone="plain">
      <Ellipsis className="icon-small" />
    </IconButton>
  );
  return (
    <>
      <Menu trigger={trigger}>
        <MenuLabel>Show</MenuLabel>
        <MenuChoice label="Show" value={scope} onChange={choose} options={scopes} />
        <MenuSeparator />
        <MenuItem onSelect={() => setSaving(true)}>
          <Download className="icon-small text-ink-3" aria-hidden="true" />
          Save all matching runs as CSV
        </MenuItem>
      </Menu>
      {isSaving && <CsvExport state={state} onClose={() => setSaving(false)} />}
    </>
  );
}
