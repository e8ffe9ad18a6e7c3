"use client";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { Swatch } from "@plumbline/ui/status";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Loaded } from "#src/components/loaded.tsx";
import { useApi } from "#src/shell/api.tsx";
import { type FilePair, pairFiles } from "../file-pairs.ts";
import { OtherChoice } from "../pair/other-choice.tsx";
import type { Compared } from "../use-compared.ts";
import { FileList } from "./file-list.tsx";
import { FilePairView } from "./file-pair-view.tsx";
import { filesQuery, type RunFiles } from "./files-query.ts";

/** The files of the baseline and of another run, side by side. */
export function FilesPart({ compared }: { compared: Compared }) {
  const { runs, baseline, other, colors } = compared;
  const [before, after] = [runs[baseline], runs[other]];
  if (!before || !after || before === after) {
    return <EmptyState title="One run alone cannot be compared">Add another one under Runs.</EmptyState>;
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        {[before, after].map(({ runId, name }, at) => (
          <span key={runId} className="flex min-w-0 items-center gap-1.5">
            {at === 1 && <span className="text-ink-3">to</span>}
            <Swatch color={colors.get(runId) ?? 1} />
            <span className="max-w-64 truncate font-medium" title={name}>
              {name}
            </span>
          </span>
        ))}
        {runs.length > 2 && <OtherChoice compared={compared} />}
      </div>
      <Pairs key={`${before.runId} ${after.runId}`} compared={compared} before={before.runId} after={after.runId} />
    </div>
  );
}

function Pairs({ compared, before, after }: { compared: Compared; before: string; after: string }) {
  const api = useApi();
  const old = useQuery(filesQuery(api, before));
  const now = useQuery(filesQuery(api, after));
  const skeleton = <SkeletonRows label="Files are being read" rows={8} columns={[180, 60]} />;
  return (
    <Loaded query={old} what="The files" skeleton={skeleton}>
      {(left) => (
        <Loaded query={now} what="The files" skeleton={skeleton}>
          {(right) => <PairedFiles compared={compared} left={left} right={right} runIds={[before, after]} />}
        </Loaded>
      )}
    </Loaded>
  );
}

interface PairedProps {
  compared: Compared;
  left: RunFiles;
  right: RunFiles;
  runIds: readonly [string, string];
}

function PairedFiles({ compared, left, right, runIds }: PairedProps) {
  const pairs = useMemo(() => pairFiles(left.files, right.files), [left, right]);
  if (pairs.length === 0)
    return <EmptyState title="Neither run has files">What they log with mlflow.log_artifact is compared here.</EmptyState>;
  const chosen = pairs.find(({ path }) => path === compared.file) ?? pairs.find(isReadable) ?? pairs[0];
  return (
    <div className="grid items-start gap-3 lg:grid-cols-[320px_minmax(0,1fr)]">
      <FileList pairs={pairs} chosen={chosen?.path} isCut={left.isCut || right.isCut} onChoose={compared.setFile} />
      {chosen && (
        <FilePairView
          key={chosen.path}
          pair={chosen}
          runIds={runIds}
          names={[compared.names[compared.baseline] ?? "", compared.names[compared.other] ?? ""]}
        />
      )}
    </div>
  );
}

const isReadable = ({ state, before, after }: FilePair): boolean => state === "changed" && before !== undefined && after !== undefined;
