"use client";
import { type OnCluster, type QuotaChange, type QuotaRequest, retryQuotaRequest } from "@plumbline/contracts/quotas/request";
import { Button } from "@plumbline/ui/button";
import { CodeBlock } from "@plumbline/ui/code-block";
import { Status, type StatusShape } from "@plumbline/ui/status";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { failToast } from "#src/components/fail-toast.ts";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { refreshQuotas } from "../queries.ts";
import { amountText } from "../words.ts";

const look: Readonly<Record<QuotaChange["state"], { shape: StatusShape; word: string }>> = {
  planned: { shape: "waiting", word: "once approved" },
  waiting: { shape: "waiting", word: "waits for the worker" },
  written: { shape: "waiting", word: "written; the next reading shows it" },
  failed: { shape: "bad", word: "not written" },
  owner: { shape: "warn", word: "waits for the cluster's owner" },
  applied: { shape: "good", word: "applied" },
  dropped: { shape: "neutral", word: "given up" },
};

/** What a request changes of the queues of a cluster, and what became of it. */
export function ClusterChanges({ onCluster }: { onCluster: OnCluster }) {
  return (
    <section aria-label={`On the cluster ${onCluster.cluster}`} className="border-t">
      {onCluster.changes.map((change) => (
        <Change key={`${change.queue} ${change.isReturn}`} change={change} />
      ))}
      {onCluster.changes.length > 0 && !onCluster.isHandedOver && <HandOver onCluster={onCluster} />}
    </section>
  );
}

function Change({ change }: { change: QuotaChange }) {
  const { shape, word } = look[change.state];
  return (
    <div className="px-3 py-2">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span className="min-w-0 break-words">
          Queue <strong className="font-semibold">{change.queue}</strong>, {change.resource} of {change.flavour}
          {change.isReturn && ", back again"}: <span className="tabular-nums">{termsText(change)}</span>
        </span>
        <span className="ml-auto">
          <Status shape={shape}>{word}</Status>
        </span>
      </p>
      {change.problem !== null && <p className="wrap-anywhere text-bad text-small">{change.problem}</p>}
      {change.patch !== null && (
        <details className="mt-1">
          <summary className="cursor-pointer text-ink-2 text-small">The patch for the cluster's owner</summary>
          <CodeBlock code={change.patch} language="yaml" label={`Patch of queue ${change.queue}`} wrap />
        </details>
      )}
    </div>
  );
}

const limitText = (limit: number | null): string => (limit === null ? "no limit" : amountText(limit));

/** "8 → 12, may borrow 4 → no limit". */
function termsText({ before, after }: QuotaChange): string {
  const borrows = `may borrow ${limitText(before.borrowingLimit)} → ${limitText(after.borrowingLimit)}`;
  const lends = `lends ${limitText(before.lendingLimit)} → ${limitText(after.lendingLimit)}`;
  return [
    ...(before.nominal === after.nominal ? [] : [`${amountText(before.nominal)} → ${amountText(after.nominal)}`]),
    ...(before.borrowingLimit === after.borrowingLimit ? [] : [borrows]),
    ...(before.lendingLimit === after.lendingLimit ? [] : [lends]),
  ].join(", ");
}

/** Who can have it written from here, and where. */
function HandOver({ onCluster: { cluster, changes } }: { onCluster: OnCluster }) {
  const { workspace, can } = useViewer();
  const isOne = new Set(changes.map(({ queue }) => queue)).size === 1;
  return (
    <p className="px-3 pb-2 text-ink-2 text-small">
      {isOne ? "This queue was" : "Not all of these queues were"} {isOne && "not "}handed over to Plumbline: an approval ends in a patch,
      and is applied once the cluster shows it. The platform team can hand {isOne ? "it" : "them"} over{" "}
      {can("platform:compute") ? (
        <Link href={paths.clusterManagement(workspace, cluster)} className="text-accent hover:underline">
          under Clusters, {cluster}, Manage
        </Link>
      ) : (
        <>under Clusters, {cluster}, Manage</>
      )}
      .
    </p>
  );
}

/** Writes again what could not be written. */
export function RetryWrite({ request }: { request: QuotaRequest }) {
  const api = useApi();
  const client = useQueryClient();
  const retry = useMutation({
    mutationFn: () => api.call(retryQuotaRequest, { request: request.id }),
    onError: (error) => failToast("It was not asked for again", error, () => retry.mutate()),
    onSettled: () => refreshQuotas(client, api),
  });
  return (
    <Button busy={retry.isPending} onClick={() => retry.mutate()}>
      Write again
    </Button>
  );
}
