"use client";
import { type QuotaRequest, withdrawQuotaRequest } from "@plumbline/contracts/quotas/request";
import { Button, ButtonLink } from "@plumbline/ui/button";
import { Panel } from "@plumbline/ui/panel";
import { Status } from "@plumbline/ui/status";
import { Time } from "@plumbline/ui/time";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { MessageSquare } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { failToast } from "#src/components/fail-toast.ts";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { refreshQuotas } from "../queries.ts";
import { requestTitle } from "../words.ts";
import { ClusterChanges, RetryWrite } from "./cluster-changes.tsx";
import { DecideDialog } from "./decide-dialog.tsx";
import { EffectTiles } from "./effect-tiles.tsx";
import { RequestState } from "./request-state.tsx";

/** A request with what it would do, who has decided, and what the reader may do about it. */
export function RequestCard({ request, isAlone = false }: { request: QuotaRequest; isAlone?: boolean }) {
  const { workspace, me } = useViewer();
  const isHere = request.workspace === workspace;
  const title = `Change request ${isHere ? "" : `${request.workspace} `}QR-${request.number}`;
  const by = request.openedBy.id === me.id ? "you" : (request.openedBy.name ?? "somebody");
  return (
    <Panel
      title={isHere && !isAlone ? <Link href={paths.quotaRequest(workspace, request.number)}>{title}</Link> : title}
      aside={<RequestState request={request} />}
      actions={
        <span className="text-ink-3 text-small">
          asked by {by}, <Time at={Date.parse(request.openedAt)} style="sentence" />
        </span>
      }
      flush
    >
      <div className="px-3 py-2">
        <p>
          <strong className="font-semibold">{requestTitle(request)}</strong>
          {request.until && (
            <>
              , until <Time at={Date.parse(request.until)} style="date" />
            </>
          )}
          .
        </p>
        <p className="whitespace-pre-wrap break-words text-ink-2">{request.reason}</p>
      </div>
      <EffectTiles effect={request.effect} flavour={request.pool.flavour} />
      {request.onCluster && <ClusterChanges onCluster={request.onCluster} />}
      <footer className="flex flex-wrap items-center gap-2 border-t px-3 py-2">
        <Votes request={request} />
        <span className="ml-auto flex gap-2">
          <Acts request={request} isHere={isHere} isAlone={isAlone} />
        </span>
      </footer>
    </Panel>
  );
}

function Votes({ request }: { request: QuotaRequest }) {
  const given = request.votes.filter(({ choice }) => choice === "approve").length;
  const missing = request.approvalsNeeded - given;
  return (
    <>
      {request.votes.map((vote) => (
        <span key={vote.by.id} title={vote.reason}>
          <Status shape={vote.choice === "approve" ? "good" : "bad"}>{vote.by.name ?? "somebody"}</Status>
        </span>
      ))}
      {request.state === "open" && missing > 0 && (
        <Status shape="waiting">
          platform team, {missing} {given > 0 ? "more" : missing === 1 ? "approval" : "approvals"}
        </Status>
      )}
    </>
  );
}

function Acts({ request, isHere, isAlone }: { request: QuotaRequest; isHere: boolean; isAlone: boolean }) {
  const { workspace, can } = useViewer();
  const api = useApi();
  const client = useQueryClient();
  const [choice, setChoice] = useState<"approve" | "reject">();
  const withdraw = useMutation({
    mutationFn: () => api.call(withdrawQuotaRequest, { number: request.number }),
    onError: (error) => failToast("The request was not withdrawn", error, () => withdraw.mutate()),
    onSettled: () => refreshQuotas(client, api),
  });
  const mayDecide = can("platform:compute") && request.state === "open";
  return (
    <>
      {isHere && request.mayWithdraw && (
        <Button busy={withdraw.isPending} onClick={() => withdraw.mutate()}>
          Withdraw
        </Button>
      )}
      {isHere && !isAlone && (
        <ButtonLink>
          <Link href={paths.quotaRequest(workspace, request.number)}>
            <MessageSquare className="icon-small" aria-hidden="true" />
            Comment
          </Link>
        </ButtonLink>
      )}
      {request.mayRetry && <RetryWrite request={request} />}
      {mayDecide && (
        <>
          <Button denied={request.whyNotDecide ?? undefined} onClick={() => setChoice("reject")}>
            Reject
          </Button>
          <Button tone="primary" denied={request.whyNotDecide ?? undefined} onClick={() => setChoice("approve")}>
            Approve
          </Button>
        </>
      )}
      {choice && <DecideDialog request={request} choice={choice} onClose={() => setChoice(undefined)} />}
    </>
  );
}
