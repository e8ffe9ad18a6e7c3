"use client";
import type { Run } from "@plumbline/contracts/experiments/run";
import { ButtonLink, IconButton } from "@plumbline/ui/button";
import { assignColors } from "@plumbline/ui/charts/colors";
import { useHotkeys } from "@plumbline/ui/hotkeys";
import { Identifier } from "@plumbline/ui/identifier";
import { Chip, Swatch } from "@plumbline/ui/status";
import { LinkTabs } from "@plumbline/ui/tabs";
import { Duration, Time } from "@plumbline/ui/time";
import { useQuery } from "@tanstack/react-query";
import { Pencil } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { LinkTab } from "#src/components/link-tab.tsx";
import { Loaded } from "#src/components/loaded.tsx";
import { isNowhere, NoSuchPage } from "#src/components/no-such-page.tsx";
import { RunJobLink } from "#src/domains/jobs/of-run/run-job-link.tsx";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { namedQuery } from "../compare/compare-scope.ts";
import { InlineText } from "../editing/inline-text.tsx";
import { useEditRun } from "../editing/use-edit-run.ts";
import { experimentQuery, runQuery } from "../queries.ts";
import { parentTag } from "../runs/columns.ts";
import { LoadCode } from "./load-code.tsx";
import { RunProvider } from "./run-context.tsx";
import { ownerName, splitMetrics, tagOf } from "./run-facts.ts";
import { RunMenu } from "./run-menu.tsx";
import { RunSkeleton } from "./run-skeleton.tsx";
import { RunStatus } from "./run-status.tsx";

/** What happened here? The head of a run's page and the way between its parts. */
export function RunFrame({ runId, children }: { runId: string; children: ReactNode }) {
  const api = useApi();
  const query = useQuery(runQuery(api, runId));
  const list = { label: "Experiments", href: paths.experiments(api.workspace) };
  if (isNowhere(query)) return <NoSuchPage what="run" list={list} />;
  if (!query.data) {
    return (
      <Page title={`Run ${runId.slice(0, 8)}`} crumbs={[list]}>
        <Loaded query={query} what="The run" skeleton={<RunSkeleton />}>
          {() => null}
        </Loaded>
      </Page>
    );
  }
  return (
    <RunProvider value={query.data}>
      <RunHead run={query.data}>
        <Loaded query={query} what="The run" skeleton={null}>
          {() => children}
        </Loaded>
      </RunHead>
    </RunProvider>
  );
}

function RunHead({ run, children }: { run: Run; children: ReactNode }) {
  const api = useApi();
  const { workspace } = api;
  const { can } = useViewer();
  const experiment = useQuery(experimentQuery(api, run.experimentId));
  const { model, system } = splitMetrics(run.metrics);
  const color = assignColors([run.runId]).get(run.runId) ?? 1;
  const [isEditing, setEditing] = useState(false);
  const mayEdit = can("run:write") && run.lifecycleStage === "active" && !isEditing;
  return (
    <Page
      title={run.name}
      crumbs={[
        { label: "Experiments", href: paths.experiments(workspace) },
        { label: experiment.data?.name ?? `Experiment ${run.experimentId}`, href: paths.experiment(workspace, run.experimentId) },
      ]}
      heading={
        <span className="flex min-w-0 items-center gap-3">
          <Swatch color={color} className="size-2.5!" />
          <RunName run={run} isEditing={isEditing} onEnd={() => setEditing(false)} />
        </span>
      }
      aside={
        <>
          {mayEdit && <EditName onEdit={() => setEditing(true)} />}
          <RunStatus status={run.status} />
          <Identifier value={run.runId} what="run id" />
          {run.lifecycleStage === "deleted" && <Chip tone="warn">Deleted</Chip>}
        </>
      }
      lead={<Lead run={run} />}
      actions={
        <>
          <ButtonLink>
            <Link href={paths.compare(workspace, namedQuery([run.runId]))} prefetch={false}>
              Compare
            </Link>
          </ButtonLink>
          <LoadCode run={run} />
          <RunMenu run={run} />
        </>
      }
      tabs={
        <LinkTabs label="Parts of the run">
          <LinkTab href={paths.run(workspace, run.runId)}>Overview</LinkTab>
          <LinkTab href={paths.run(workspace, run.runId, "metrics")} count={model.length || undefined}>
            Metrics
          </LinkTab>
          <LinkTab href={paths.run(workspace, run.runId, "system")} count={system.length || undefined}>
            System
          </LinkTab>
          <LinkTab href={paths.run(workspace, run.runId, "artifacts")}>Artifacts</LinkTab>
          {can("job:read") && <LinkTab href={paths.run(workspace, run.runId, "logs")}>Logs</LinkTab>}
        </LinkTabs>
      }
    >
      {children}
    </Page>
  );
}

interface RunNameProps {
  run: Run;
  isEditing: boolean;
  onEnd: () => void;
}

function RunName({ run: { runId, name }, isEditing, onEnd }: RunNameProps) {
  const edit = useEditRun();
  if (!isEditing) return <span className="truncate">{name}</span>;
  return (
    <InlineText
      value={name}
      what={`name of ${name}`}
      maxLength={1000}
      isRequired
      isAsked
      onEnd={onEnd}
      onSave={(after) => edit({ runId, edit: { kind: "name", before: name, after } })}
    >
      {name}
    </InlineText>
  );
}

/** Beside the heading, which is the run's name and nothing else. */
function EditName({ onEdit }: { onEdit: () => void }) {
  useHotkeys("Run", [{ key: "F2", does: "Edit the run's name", run: onEdit }]);
  return (
    <IconButton label="Edit the run's name" size="small" onClick={onEdit}>
      <Pencil className="icon-small" />
    </IconButton>
  );
}

function Lead({ run }: { run: Run }) {
  const { workspace } = useApi();
  const parent = tagOf(run, parentTag);
  return (
    <span className="text-[12.5px]">
      Started <Time at={run.startTime} style="sentence" /> by {ownerName(run)}, {run.endTime === null ? "running for " : "took "}
      <Duration from={run.startTime} until={run.endTime ?? undefined} className="whitespace-nowrap tabular-nums" />
      <RunJobLink runId={run.runId} />
      {parent && (
        <>
          , child of{" "}
          <Link href={paths.run(workspace, parent)} className="code text-accent hover:underline">
            {parent.slice(0, 8)}
          </Link>
        </>
      )}
    </span>
  );
}
