"use client";
import { IconButton } from "@plumbline/ui/button";
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuSeparator } from "@plumbline/ui/menu";
import { Columns3, Download, Ellipsis } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { foundQuery, shownMost } from "../compare/compare-scope.ts";
import { printSort } from "./columns.ts";
import type { RunsState } from "./use-runs-state.ts";

const ExportDialog = dynamic(() => import("./export/export-dialog.tsx").then((module) => module.ExportDialog));

const scopes = [
  { value: "all", label: "All runs" },
  { value: "top", label: "Without child runs" },
  { value: "deleted", label: "Deleted runs" },
] as const;

const densities = [
  { value: "normal", label: "Normal" },
  { value: "compact", label: "Compact" },
] as const;

/** Which runs, and the table as a file. */
export function RunsMenu({ state, experimentId }: { state: RunsState; experimentId: string }) {
  const [isSaving, setSaving] = useState(false);
  const { workspace } = useApi();
  const router = useRouter();
  const trigger = (
    <IconButton label="More" tone="plain">
      <Ellipsis className="icon-small" />
    </IconButton>
  );
  return (
    <>
      <Menu trigger={trigger}>
        <MenuLabel>Show</MenuLabel>
        <MenuChoice label="Show" value={state.scope} onChange={state.setScope} options={scopes} />
        <MenuLabel>Rows</MenuLabel>
        <MenuChoice
          label="Rows"
          value={state.isCompact ? "compact" : "normal"}
          onChange={(value) => state.setCompact(value === "compact")}
          options={densities}
        />
        <MenuSeparator />
        <MenuItem onSelect={() => router.push(paths.compare(workspace, foundBy(state)))}>
          <Columns3 className="icon-small text-ink-3" aria-hidden="true" />
          Compare the first {shownMost}
        </MenuItem>
        <MenuItem onSelect={() => setSaving(true)}>
          <Download className="icon-small text-ink-3" aria-hidden="true" />
          Export runs
        </MenuItem>
      </Menu>
      {isSaving && <ExportDialog state={state} experimentId={experimentId} onClose={() => setSaving(false)} />}
    </>
  );
}

/** The runs that the table shows, in its order. */
const foundBy = ({ search, sort, isDeleted }: RunsState): string =>
  foundQuery({ experimentId: search.experimentIds?.[0], filter: search.filter, sort: printSort(sort), isDeleted });
