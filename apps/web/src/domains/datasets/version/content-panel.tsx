"use client";
import { requestProfile } from "@plumbline/contracts/datasets/profile";
import type { DatasetVersion } from "@plumbline/contracts/datasets/version";
import { Button } from "@plumbline/ui/button";
import { Panel } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { Segments } from "@plumbline/ui/tabs";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleAlert } from "lucide-react";
import dynamic from "next/dynamic";
import { failToast } from "#src/components/fail-toast.ts";
import { Loaded } from "#src/components/loaded.tsx";
import { ProgressBar } from "#src/components/progress-bar.tsx";
import { useUrlState } from "#src/components/url-state.ts";
import { useApi } from "#src/shell/api.tsx";
import { useViewer } from "#src/shell/viewer.tsx";
import { profileQuery } from "../queries.ts";
import { ColumnsView } from "./columns-view.tsx";

const FirstRows = dynamic(() => import("./first-rows.tsx").then((module) => module.FirstRows));
const LoggedPanel = dynamic(() => import("./logged-panel.tsx").then((module) => module.LoggedPanel));

const views = [
  { value: "columns", label: "Columns" },
  { value: "rows", label: "First rows" },
] as const;

/** What is in the version, as far as that is known. */
export function ContentPanel({ version }: { version: DatasetVersion }) {
  const { state } = version.profile;
  if (state === "none") return <LoggedPanel version={version} />;
  if (state === "ready") return <Profiled version={version} />;
  return (
    <Panel title="Columns" flush>
      {state === "failed" ? <Failed version={version} /> : <UnderWay version={version} />}
    </Panel>
  );
}

function Profiled({ version }: { version: DatasetVersion }) {
  const api = useApi();
  const url = useUrlState();
  const query = useQuery(profileQuery(api, version));
  const view = url.get("view") === "rows" ? "rows" : "columns";
  const choice = (
    <Segments
      label="What to show"
      size="small"
      value={view}
      onChange={(next) => url.set({ view: next === "columns" ? undefined : next })}
      options={views}
    />
  );
  return (
    <Panel
      title={view === "rows" ? "First rows" : "Columns"}
      aside={view === "columns" ? query.data?.columns.length : undefined}
      actions={choice}
      flush
    >
      {view === "rows" ? (
        <FirstRows version={version} />
      ) : (
        <Loaded
          query={query}
          what="The profile"
          skeleton={<SkeletonRows label="The profile is being read" rows={10} columns={[140, 60, 60, 70, 90, 90, 110]} />}
        >
          {(profile) => <ColumnsView profile={profile} />}
        </Loaded>
      )}
    </Panel>
  );
}

/** So long without a sign of life, the server lets the file be queued again. */
const stuckMs = 3_600_000;

function UnderWay({ version }: { version: DatasetVersion }) {
  const { can } = useViewer();
  const again = useAgain(version);
  const { state, message, progress, updatedAt } = version.profile;
  const isStuck = updatedAt !== null && Date.now() - Date.parse(updatedAt) > stuckMs;
  return (
    <div role="status" className="grid justify-items-start gap-2 px-3 py-6">
      <p className="font-medium">{state === "queued" ? "Waiting for a worker" : message}</p>
      <span className="flex w-full">
        <ProgressBar label="Profile" share={progress} />
      </span>
      <p className="text-ink-3 text-small">The page shows the columns by itself once the file is read. Nothing is lost by leaving it.</p>
      {isStuck && can("dataset:write") && (
        <Button busy={again.isPending} onClick={() => again.mutate()}>
          Nothing has happened for an hour. Read it again
        </Button>
      )}
    </div>
  );
}

function Failed({ version }: { version: DatasetVersion }) {
  const { can } = useViewer();
  const again = useAgain(version);
  return (
    <EmptyState
      icon={<CircleAlert />}
      title="The file could not be read"
      action={
        can("dataset:write") && (
          <Button busy={again.isPending} onClick={() => again.mutate()}>
            Read it again
          </Button>
        )
      }
    >
      {version.profile.message} The version stays as it was uploaded; a corrected file becomes the next version.
    </EmptyState>
  );
}

function useAgain({ dataset, version }: DatasetVersion) {
  const api = useApi();
  const client = useQueryClient();
  const again = useMutation({
    mutationFn: () => api.call(requestProfile, { dataset, version }),
    onSuccess: () => client.invalidateQueries({ queryKey: [api.workspace, "dataset", dataset] }),
    onError: (error) => failToast("The file could not be queued for reading", error, () => again.mutate()),
  });
  return again;
}
