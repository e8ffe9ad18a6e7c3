"use client";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { ErrorState } from "@plumbline/ui/states";
import dynamic from "next/dynamic";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";

const Launch = dynamic(() => import("./launch.tsx").then((module) => module.Launch), { ssr: false, loading: LaunchSkeleton });

/** What shall run, on what, and what will it cost? */
export function LaunchPage() {
  const { workspace, can } = useViewer();
  if (can("job:submit")) return <Launch />;
  return (
    <Page title="New job" crumbs={[{ label: "Jobs", href: paths.jobs(workspace) }]}>
      <ErrorState title="Your role submits no jobs" detail="Contributors, engineers and admins of the workspace do." />
    </Page>
  );
}

function LaunchSkeleton() {
  const { workspace } = useViewer();
  return (
    <Page title="New job" crumbs={[{ label: "Jobs", href: paths.jobs(workspace) }]}>
      <div className="rounded-lg border bg-surface">
        <SkeletonRows label="The form is being read" rows={12} columns={[120, 320]} />
      </div>
    </Page>
  );
}
