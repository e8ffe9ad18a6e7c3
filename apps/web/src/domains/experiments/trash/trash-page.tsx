"use client";
import { Segments } from "@plumbline/ui/tabs";
import dynamic from "next/dynamic";
import { useState } from "react";
import { NameSearch } from "#src/components/name-search.tsx";
import { useUrlState } from "#src/components/url-state.ts";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { TrashedExperiments } from "./trashed-experiments.tsx";
import { TrashedRuns } from "./trashed-runs.tsx";

const ActDialog = dynamic(() => import("../runs/bulk/act-dialog.tsx").then((module) => module.ActDialog));

const kinds = [
  { value: "runs", label: "Runs" },
  { value: "experiments", label: "Experiments" },
] as const;

/** What was deleted, by whom, and when does it go? */
export function TrashPage() {
  const { workspace } = useApi();
  const url = useUrlState();
  const [search, setSearch] = useState(url.get("search") ?? "");
  const [actId, setActId] = useState<string>();
  const kind = url.get("show") === "experiments" ? "experiments" : "runs";
  const Panel = kind === "runs" ? TrashedRuns : TrashedExperiments;
  const type = (text: string) => {
    setSearch(text);
    url.set({ search: text.trim() });
  };
  return (
    <Page
      title="Trash"
      crumbs={[{ label: "Experiments", href: paths.experiments(workspace) }]}
      lead="What was deleted waits here. It goes for good by hand, or after the days for which its experiment keeps it."
      isFilled
    >
      <div className="mb-2.5 flex flex-none flex-wrap gap-2">
        <NameSearch group="Trash" value={search} onChange={type} />
        <Segments label="Which" value={kind} onChange={(next) => url.set({ show: next === "runs" ? undefined : next })} options={kinds} />
      </div>
      <Panel search={search.trim()} onShow={setActId} />
      {actId !== undefined && <ActDialog actId={actId} onClose={() => setActId(undefined)} />}
    </Page>
  );
}
