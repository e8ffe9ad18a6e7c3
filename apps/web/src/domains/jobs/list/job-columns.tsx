import { endedStates, type Job, jobTitle } from "@plumbline/contracts/jobs/job";
import type { TableColumn } from "@plumbline/ui/data-table";
import { Duration, Time } from "@plumbline/ui/time";
import Link from "next/link";
import { personName } from "#src/components/person-name.ts";
import { ProgressBar } from "#src/components/progress-bar.tsx";
import { paths } from "#src/shell/paths.ts";
import { JobStatus } from "../job-status.tsx";
import { Money } from "../money.tsx";
import { resourcesText, standingText } from "../words.ts";

interface Reader {
  workspace: string;
  userId: string;
}

export function jobColumns({ workspace, userId }: Reader): TableColumn<Job>[] {
  return [
    {
      id: "name",
      label: "Name",
      width: 200,
      cell: (row) => (
        <Link href={paths.job(workspace, row.id)} className="truncate font-medium hover:underline" title={jobTitle(row)}>
          {jobTitle(row)}
        </Link>
      ),
    },
    { id: "state", label: "State", width: 116, cell: (row) => <JobStatus state={row.state} /> },
    { id: "standing", label: "Why, and how far", width: 220, isGrowing: true, cell: (row) => <Standing job={row} /> },
    {
      id: "resources",
      label: "Resources",
      width: 124,
      cell: (row) => (
        <span className="truncate" title={row.resources.pool ? `pool ${row.resources.pool}` : undefined}>
          {resourcesText(row.resources)}
        </span>
      ),
    },
    { id: "run", label: "Experiment, run", width: 160, cell: (row) => <RunOf job={row} workspace={workspace} /> },
    {
      id: "by",
      label: "By",
      width: 84,
      cell: (row) => <span className="truncate text-ink-2">{personName(row.submittedBy, userId)}</span>,
    },
    { id: "took", label: "Waited, ran", width: 128, align: "end", cell: (row) => <Took job={row} /> },
    { id: "cost", label: "Cost", width: 76, align: "end", cell: (row) => row.cost && <Money {...row.cost.spent} /> },
    {
      id: "submitted",
      label: "Submitted",
      width: 88,
      align: "end",
      cell: (row) => <Time at={Date.parse(row.submittedAt)} className="text-ink-2" />,
    },
  ];
}

function Standing({ job }: { job: Job }) {
  const text = standingText(job);
  const fraction = job.state === "running" ? job.progress?.fraction : null;
  const isUnreachable = job.unreachableSince !== null && !endedStates.includes(job.state);
  return (
    <span className="flex min-w-0 flex-1 items-center gap-2.5">
      {fraction != null && (
        <span className="flex w-20 flex-none">
          <ProgressBar label={`Progress of ${jobTitle(job)}`} share={fraction} />
        </span>
      )}
      <span className="truncate text-ink-2" title={text}>
        {isUnreachable ? <Unreachable job={job} /> : text}
      </span>
    </span>
  );
}

/** Nothing is lost by it; only nobody can say how it stands. */
function Unreachable({ job }: { job: Job }) {
  return (
    <span className="text-warn">
      {job.cluster ?? "The executor"} has not answered for <Time at={Date.parse(job.unreachableSince ?? job.submittedAt)} />
    </span>
  );
}

function RunOf({ job, workspace }: { job: Job; workspace: string }) {
  if (!job.experiment) return <span className="text-ink-3">none yet</span>;
  return (
    <span className="flex min-w-0 gap-1.5">
      <Link href={paths.experiment(workspace, job.experiment.id)} className="truncate text-ink-2 hover:underline">
        {job.experiment.name}
      </Link>
      {job.runId && (
        <Link
          href={paths.run(workspace, job.runId)}
          className="min-w-8 flex-none truncate hover:underline"
          title={job.runName ?? job.runId}
        >
          {job.runName === null || job.runName === jobTitle(job) ? "run" : job.runName}
        </Link>
      )}
    </span>
  );
}

/** How long it has waited until it began, then how long it ran. While it is suspended, neither goes on. */
function Took({ job }: { job: Job }) {
  if (job.state === "suspended") return <span className="text-ink-3">rests</span>;
  const submitted = Date.parse(job.submittedAt);
  const started = job.startedAt === null ? undefined : Date.parse(job.startedAt);
  const ended = job.endedAt === null ? undefined : Date.parse(job.endedAt);
  if (started === undefined) {
    return (
      <span className="text-ink-2">
        waited <Duration from={submitted} until={ended} />
      </span>
    );
  }
  return <Duration from={started} until={ended} />;
}
