"use client";
import { Panel } from "@plumbline/ui/panel";
import { Skeleton } from "@plumbline/ui/skeleton";
import { Swatch } from "@plumbline/ui/status";
import { useQuery } from "@tanstack/react-query";
import { ExternalLink } from "lucide-react";
import { Loaded } from "#src/components/loaded.tsx";
import { useApi } from "#src/shell/api.tsx";
import { runQuery } from "../../queries.ts";
import { commitRange } from "../commit-range.ts";
import { differenceSentence } from "../difference-sentence.ts";
import type { Compared } from "../use-compared.ts";
import { ChangeHead, ChangeTable } from "./change-table.tsx";
import { type Change, conditionChanges, configChanges } from "./changes.ts";
import { dataChanges } from "./data-changes.ts";
import { OtherChoice } from "./other-choice.tsx";
import { PackageSection } from "./package-section.tsx";
import { UncommittedDiff } from "./uncommitted-diff.tsx";

/** What else changed between the baseline and one of the runs: code, environment, nested configuration. */
export function ChangePanel({ compared }: { compared: Compared }) {
  const { runs, baseline, other, colors } = compared;
  const [before, after] = [runs[baseline], runs[other]];
  if (!(before && after)) return null;
  return (
    <Panel title="Code and environment" flush actions={runs.length > 2 && <OtherChoice compared={compared} />}>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 border-b px-3 py-1.5 text-ink-2">
        <Swatch color={colors.get(before.runId) ?? 1} />
        <span className="max-w-48 truncate font-medium">{before.name}</span>
        to
        <Swatch color={colors.get(after.runId) ?? 1} />
        <span className="max-w-48 truncate font-medium">{after.name}</span>
        {runs.length > 2 && <span className="w-full text-ink-3">{pairSentence(compared)}</span>}
      </p>
      <Changes compared={compared} />
    </Panel>
  );
}

const pairSentence = (compared: Compared): string =>
  differenceSentence({ ...compared, runs: [compared.baseline, compared.other] })
    .map((piece) => (typeof piece === "string" ? piece : piece.strong))
    .join("");

function Changes({ compared }: { compared: Compared }) {
  const { rows, baseline, other, names } = compared;
  const pair = { rows, before: baseline, after: other };
  const range = rangeOf(compared);
  const heads = [{ label: "What" }, ...[baseline, other].map((at) => ({ label: names[at] ?? "", className: "max-w-56 truncate" }))];
  return (
    <>
      <ChangeTable
        label="Code, data and machine"
        heads={heads}
        changes={conditionChanges(pair)}
        nothing="Code, data and machine are the same, as far as they were logged."
      />
      {range && (
        <p className="border-t px-3 py-1.5">
          <a href={range} target="_blank" rel="noreferrer" className="inline-flex items-center gap-1.5 text-accent hover:underline">
            The commits between them
            <ExternalLink className="icon-small" aria-hidden="true" />
          </a>
        </p>
      )}
      {configChanges(pair).map(({ name, changes, sameCount }) => (
        <section key={name}>
          <ChangeHead>
            Inside of the param <span className="code">{name}</span>, {sameCount} the same
          </ChangeHead>
          <ChangeTable label={`Inside of ${name}`} heads={heads} changes={changes} nothing="The same, written in another way." />
        </section>
      ))}
      <OfRuns compared={compared} heads={heads} />
    </>
  );
}

/** What only the runs themselves and their files tell. */
function OfRuns({ compared, heads }: { compared: Compared; heads: readonly { label: string }[] }) {
  const api = useApi();
  const { runs, baseline, other } = compared;
  const old = useQuery(runQuery(api, runs[baseline]?.runId ?? ""));
  const now = useQuery(runQuery(api, runs[other]?.runId ?? ""));
  const skeleton = (
    <p className="border-t px-3 py-2">
      <Skeleton width={180} />
    </p>
  );
  return (
    <Loaded query={old} what="The first run" skeleton={skeleton}>
      {(before) => (
        <Loaded query={now} what="The other run" skeleton={skeleton}>
          {(after) => (
            <>
              <DataSection changes={dataChanges(before.inputs, after.inputs)} heads={heads} />
              <PackageSection before={before} after={after} heads={heads} />
              <UncommittedDiff compared={compared} before={before.runId} after={after.runId} />
            </>
          )}
        </Loaded>
      )}
    </Loaded>
  );
}

function DataSection({ changes, heads }: { changes: readonly Change[]; heads: readonly { label: string }[] }) {
  if (changes.length === 0) return null;
  return (
    <section>
      <ChangeHead>Inside of the data</ChangeHead>
      <ChangeTable label="Inside of the data" heads={heads} changes={changes} nothing="" />
    </section>
  );
}

function rangeOf({ index, baseline, other }: Compared): string | undefined {
  const tag = (name: string, run: number) => {
    const row = index.get(`t:mlflow.source.git.${name}`);
    const value = row?.values[row.values.length === 1 ? 0 : run];
    return value === undefined ? undefined : String(value);
  };
  return commitRange(tag("repoURL", other), tag("commit", baseline), tag("commit", other));
}
