"use client";
import type { ArtifactEntry } from "@plumbline/contracts/artifacts";
import { Skeleton } from "@plumbline/ui/skeleton";
import { useQuery } from "@tanstack/react-query";
import { TextDiff } from "#src/components/text-diff/text-diff.tsx";
import { directoryQuery, textQuery } from "#src/domains/artifacts/queries.ts";
import { useApi } from "#src/shell/api.tsx";
import { valueAt } from "../key-rows.ts";
import type { Compared } from "../use-compared.ts";
import { ChangeHead } from "./change-table.tsx";

/** Where the client's plugin keeps what was changed and not committed. */
const directory = "source";
const file = "source/uncommitted.diff";
const dirtyRow = "t:mlflow.source.git.dirty";
const nothing: ArtifactEntry = { path: file, isDirectory: false, sizeBytes: 0, sha256: null, updatedAt: null };

/** How what was not committed differs; nothing where both runs came from a clean checkout. */
export function UncommittedDiff({ compared, before, after }: { compared: Compared; before: string; after: string }) {
  const { index, baseline, other } = compared;
  const row = index.get(dirtyRow);
  const isDirty = (run: number) => row !== undefined && String(valueAt(row, run)).toLowerCase() === "true";
  const old = useUncommitted(before, isDirty(baseline));
  const now = useUncommitted(after, isDirty(other));
  if (!(isDirty(baseline) || isDirty(other))) return null;
  const isRead = old.text !== undefined && now.text !== undefined;
  return (
    <section>
      <ChangeHead>What was not committed</ChangeHead>
      {old.hasFailed || now.hasFailed ? (
        <p className="px-3 py-2 text-ink-3">What was not committed could not be read now.</p>
      ) : isRead ? (
        <Difference before={old.text ?? ""} after={now.text ?? ""} />
      ) : (
        <p className="px-3 py-2">
          <Skeleton width={180} />
        </p>
      )}
    </section>
  );
}

function Difference({ before, after }: { before: string; after: string }) {
  if (before === "" && after === "") {
    return <p className="px-3 py-2 text-ink-3">There were changes that were not committed, and the client did not log which.</p>;
  }
  return <TextDiff before={before} after={after} label="What was not committed, before and after" />;
}

/** Undefined while it is read; empty where the checkout was clean or the change was not logged. */
function useUncommitted(runId: string, isDirty: boolean): { text: string | undefined; hasFailed: boolean } {
  const api = useApi();
  const folder = useQuery({ ...directoryQuery(api, runId, directory), enabled: isDirty });
  const entry = folder.data?.items.find(({ path }) => path === file);
  const text = useQuery({ ...textQuery(api, runId, entry ?? nothing), enabled: entry !== undefined });
  if (!isDirty || (folder.data && !entry)) return { text: "", hasFailed: false };
  return { text: text.data?.text, hasFailed: folder.isError || text.isError };
}
