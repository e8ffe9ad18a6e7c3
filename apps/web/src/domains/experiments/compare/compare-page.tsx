"use client";
import type { RunComparison } from "@plumbline/contracts/experiments/compare-runs";
import { Button } from "@plumbline/ui/button";
import { CopyButton } from "@plumbline/ui/copy-button";
import { formatCount } from "@plumbline/ui/format/number";
import { Skeleton, SkeletonRows } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { Segments } from "@plumbline/ui/tabs";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { usePathname, useSearchParams } from "next/navigation";
import { Loaded } from "#src/components/loaded.tsx";
import { NoSuchPage } from "#src/components/no-such-page.tsx";
import { useOrigin } from "#src/components/origin.ts";
import { useUrlState } from "#src/components/url-state.ts";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { isCode } from "#src/shell/problem-text.ts";
import { experimentQuery } from "../queries.ts";
import { type CompareScope, mostRuns, scopeOf } from "./compare-scope.ts";
import { useComparison } from "./comparison-query.ts";
import { CompareLead } from "./lead-line.tsx";
import { OverviewPart } from "./overview-part.tsx";
import { BackToRuns, Refused } from "./refused.tsx";
import { RunsChoice } from "./runs-choice.tsx";
import { type Compared, type Part, parts, useCompared } from "./use-compared.ts";

const loading = () => <Skeleton className="h-64! w-full rounded-lg!" />;
const OneRun = dynamic(() => import("./one-run.tsx").then((module) => module.OneRun), { loading });
const CurvesPart = dynamic(() => import("./curves-part.tsx").then((module) => module.CurvesPart), { loading });
const ScatterPart = dynamic(() => import("./scatter-part.tsx").then((module) => module.ScatterPart), { loading });
const FilesPart = dynamic(() => import("./files/files-part.tsx").then((module) => module.FilesPart), { loading });

/** What made the difference? */
export function ComparePage() {
  const scope = scopeOf(useUrlState());
  return scope ? <Scoped scope={scope} /> : <NothingNamed />;
}

function Scoped({ scope }: { scope: CompareScope }) {
  const { workspace } = useApi();
  const query = useComparison(scope);
  const list = { label: "Experiments", href: paths.experiments(workspace) };
  if (isCode(query.error, "not-found")) {
    return (
      <NoSuchPage what="run" list={list} detail="None of the runs of this address is here any more, or they are of another workspace." />
    );
  }
  if (query.data && query.data.runs.length > 0) return <Found comparison={query.data} query={query} />;
  return (
    <Page title="Compare runs" crumbs={[list]}>
      <Loaded query={query} what="The runs" skeleton={<TableSkeleton />} refused={<Refused error={query.error} scope={scope} />}>
        {() => (
          <EmptyState title="No run matches any more" action={<BackToRuns />}>
            What was compared here was found by a filter, and it finds nothing now.
          </EmptyState>
        )}
      </Loaded>
    </Page>
  );
}

const TableSkeleton = () => (
  <section className="overflow-hidden rounded-lg border bg-surface">
    <SkeletonRows label="Runs are being read" rows={14} columns={[150, 90, 90, 90, 90]} />
  </section>
);

function NothingNamed() {
  const { workspace } = useApi();
  return (
    <Page title="Compare runs" crumbs={[{ label: "Experiments", href: paths.experiments(workspace) }]}>
      <EmptyState title="Which runs?" action={<BackToRuns />}>
        Select two runs or more in a table of runs, then press Compare.
      </EmptyState>
    </Page>
  );
}

function Found({ comparison, query }: { comparison: RunComparison; query: ReturnType<typeof useComparison> }) {
  const compared = useCompared(comparison);
  const { runs } = compared;
  return (
    <Page
      title={runs.length === 1 ? "Compare 1 run" : `Compare ${runs.length} runs`}
      crumbs={useCrumbs(compared)}
      aside={comparison.isCut && <MoreRuns compared={compared} />}
      lead={runs.length > 1 && <CompareLead compared={compared} />}
      actions={<Actions compared={compared} />}
    >
      <Loaded query={query} what="The comparison" skeleton={null}>
        {() => <PartOf compared={compared} />}
      </Loaded>
    </Page>
  );
}

/** Of runs that a filter found not all are compared at once. */
function MoreRuns({ compared }: { compared: Compared }) {
  const count = compared.runs.length;
  return (
    <>
      <span className="text-ink-3">the first {formatCount(count)} that match</span>
      {count < mostRuns && (
        <Button size="small" onClick={() => compared.setMost(mostRuns)}>
          Up to {formatCount(mostRuns)}
        </Button>
      )}
    </>
  );
}

/** The experiment leads here where all runs are of one. */
function useCrumbs({ runs }: Compared) {
  const { workspace } = useApi();
  const ids = new Set(runs.map(({ experimentId }) => experimentId));
  const [only = ""] = ids;
  const experiment = useQuery({ ...experimentQuery(useApi(), only), enabled: ids.size === 1 });
  const list = { label: "Experiments", href: paths.experiments(workspace) };
  if (ids.size !== 1) return [list];
  return [list, { label: experiment.data?.name ?? `Experiment ${only}`, href: paths.experiment(workspace, only) }];
}

const labels: Record<Part, string> = { overview: "Overview", curves: "Curves", scatter: "Scatter", files: "Files" };

function Actions({ compared }: { compared: Compared }) {
  const address = `${useOrigin()}${usePathname()}?${useSearchParams()}`;
  return (
    <>
      {compared.runs.length > 1 && (
        <Segments
          label="Part"
          value={compared.part}
          onChange={compared.setPart}
          options={parts.map((value) => ({ value, label: labels[value] }))}
        />
      )}
      <RunsChoice compared={compared} />
      <CopyButton text={address} label="Copy the link to this page" />
    </>
  );
}

function PartOf({ compared }: { compared: Compared }) {
  const [first, ...others] = compared.runs;
  if (first && others.length === 0) return <OneRun run={first} onChoose={(runId) => compared.setRuns([first.runId, runId])} />;
  if (compared.part === "curves") return <CurvesPart compared={compared} />;
  if (compared.part === "scatter") return <ScatterPart compared={compared} />;
  if (compared.part === "files") return <FilesPart compared={compared} />;
  return <OverviewPart compared={compared} />;
}
