"use client";
import { commentQuotaRequest, type QuotaRequest } from "@plumbline/contracts/quotas/request";
import { Button, ButtonLink } from "@plumbline/ui/button";
import { FormErrors } from "@plumbline/ui/field";
import { Textarea } from "@plumbline/ui/input";
import { Panel, PanelRow } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { Time } from "@plumbline/ui/time";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import type { FormEvent } from "react";
import { Loaded } from "#src/components/loaded.tsx";
import { submitByKey } from "#src/components/submit-by-key.ts";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { formProblem, isCode } from "#src/shell/problem-text.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { refreshQuotas, requestQuery } from "../queries.ts";
import { RequestCard } from "./request-card.tsx";

/** What is asked, what would it do, and who decides? */
export function RequestPage({ number }: { number: number }) {
  const { workspace } = useViewer();
  const query = useQuery(requestQuery(useApi(), number));
  const crumbs = [{ label: "Quotas", href: paths.quotas(workspace) }];
  if (isCode(query.error, "not-found")) {
    return (
      <Page title={`QR-${number}`} crumbs={crumbs}>
        <EmptyState
          title={`There is no request QR-${number} here`}
          action={
            <ButtonLink>
              <Link href={paths.quotas(workspace)}>All quotas</Link>
            </ButtonLink>
          }
        />
      </Page>
    );
  }
  return (
    <Page title={`QR-${number}`} crumbs={crumbs}>
      <Loaded query={query} what="The request" skeleton={<SkeletonRows label="being read" rows={4} columns={[120, 260, 80]} />}>
        {(request) => (
          <div className="grid max-w-3xl gap-3">
            <RequestCard request={request} isAlone />
            <Reasons request={request} />
            <Comments request={request} />
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function Reasons({ request }: { request: QuotaRequest }) {
  if (request.votes.length === 0) return null;
  return (
    <Panel title="Decisions" flush>
      {request.votes.map((vote) => (
        <PanelRow key={vote.by.id}>
          <span className="font-medium">{vote.by.name ?? "somebody"}</span>
          <span className="text-ink-2">{vote.choice === "approve" ? "approved" : "rejected"}</span>
          <span className="min-w-0 flex-1 break-words text-ink-2">{vote.reason}</span>
          <Time at={Date.parse(vote.at)} className="text-ink-3 text-small" />
        </PanelRow>
      ))}
    </Panel>
  );
}

function Comments({ request }: { request: QuotaRequest }) {
  const { can } = useViewer();
  const api = useApi();
  const client = useQueryClient();
  const add = useMutation({
    mutationFn: (text: string) => api.call(commentQuotaRequest, { number: request.number, text }),
    onSuccess: () => refreshQuotas(client, api),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const text = String(new FormData(form).get("text")).trim();
    if (text && !add.isPending) add.mutate(text, { onSuccess: () => form.reset() });
  };
  return (
    <Panel title="Comments" aside={request.comments.length > 0 && String(request.comments.length)} flush>
      {request.comments.map((comment) => (
        <PanelRow key={comment.id} className="items-start">
          <span className="flex-none font-medium">{comment.by.name ?? "somebody"}</span>
          <span className="min-w-0 flex-1 whitespace-pre-wrap break-words">{comment.text}</span>
          <Time at={Date.parse(comment.at)} className="text-ink-3 text-small" />
        </PanelRow>
      ))}
      {can("quota:request") ? (
        <form onSubmit={submit} onKeyDown={submitByKey} className="grid gap-2 p-3">
          <FormErrors {...formProblem(add.error, { text: "Comment" })} />
          <Textarea name="text" aria-label="Comment" required maxLength={5000} rows={2} />
          <div>
            <Button type="submit" busy={add.isPending}>
              Comment
            </Button>
          </div>
        </form>
      ) : (
        request.comments.length === 0 && <p className="p-3 text-ink-2">Nobody has commented.</p>
      )}
    </Panel>
  );
}
