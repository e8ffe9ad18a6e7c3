"use client";
import { type BulkAct, cancelBulkAct } from "@plumbline/contracts/experiments/bulk-act";
import { Button } from "@plumbline/ui/button";
import { Dialog } from "@plumbline/ui/dialog";
import { Count } from "@plumbline/ui/figure";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useEffect } from "react";
import { failToast } from "#src/components/fail-toast.ts";
import { Loaded } from "#src/components/loaded.tsx";
import { ProgressBar } from "#src/components/progress-bar.tsx";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { actWords, doneWords, restWords, runsOf } from "./act-words.ts";
import { bulkActQuery } from "./queries.ts";

/** How an act on many runs goes, and why some were refused. */
export function ActDialog({ actId, onClose }: { actId: string; onClose: () => void }) {
  const api = useApi();
  const client = useQueryClient();
  const query = useQuery(bulkActQuery(api, actId));
  const isEnded = query.data !== undefined && query.data.finishedAt !== null;
  useEffect(() => {
    if (isEnded) void client.invalidateQueries({ queryKey: [api.workspace, "run-rows"] });
  }, [isEnded, client, api]);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      width="medium"
      title={query.data ? actWords(query.data.act) : "Runs"}
      footer={
        <>
          {query.data && !isEnded && <Stop act={query.data} />}
          <Button tone="primary" onClick={onClose}>
            Close
          </Button>
        </>
      }
    >
      <Loaded query={query} what="The act" skeleton={<SkeletonRows label="The act is being read" rows={3} columns={[160, 80]} />}>
        {(act) => <Standing act={act} />}
      </Loaded>
    </Dialog>
  );
}

function Standing({ act }: { act: BulkAct }) {
  const rest = restWords(act);
  return (
    <div className="grid gap-3 py-1">
      {act.finishedAt === null ? (
        <div role="status" className="grid gap-2">
          <ProgressBar label={actWords(act.act)} share={act.total === 0 ? 1 : act.done / act.total} />
          <p className="text-ink-2 text-small">
            <Count value={act.done} /> of <Count value={act.total} />. It goes on if you leave.
          </p>
        </div>
      ) : (
        <p role="status">
          {doneWords(act)}
          {rest && `; ${rest}`}.{act.state === "cancelled" && ` It was stopped after ${runsOf(act.done)}; what was done stays.`}
        </p>
      )}
      {act.refused > 0 && <Refusals act={act} />}
    </div>
  );
}

function Refusals({ act }: { act: BulkAct }) {
  const { workspace } = useApi();
  return (
    <section aria-label="Refused" className="min-w-0">
      <h3 className="mb-1 font-medium">Refused</h3>
      <ul className="divide-y rounded-md border">
        {act.refusals.map(({ runId, reason }) => (
          <li key={runId} className="flex flex-wrap gap-x-2.5 px-2.5 py-1.5">
            <Link href={paths.run(workspace, runId)} className="code text-accent hover:underline" title={runId}>
              {runId.slice(0, 8)}
            </Link>
            <span className="text-ink-2">{reason}</span>
          </li>
        ))}
      </ul>
      {act.refused > act.refusals.length && (
        <p className="mt-1 text-ink-3 text-small">
          The first {act.refusals.length} of {runsOf(act.refused)} are shown.
        </p>
      )}
    </section>
  );
}

function Stop({ act }: { act: BulkAct }) {
  const api = useApi();
  const { me } = useViewer();
  const client = useQueryClient();
  const stop = useMutation({
    mutationFn: () => api.call(cancelBulkAct, { actId: act.id }),
    onSuccess: (next) => client.setQueryData(bulkActQuery(api, act.id).queryKey, next),
    onError: (error) => failToast("It was not stopped", error, () => stop.mutate()),
  });
  if (act.requestedBy.id !== me.id) return null;
  return (
    <Button busy={stop.isPending} onClick={() => stop.mutate()}>
      Stop here
    </Button>
  );
}
