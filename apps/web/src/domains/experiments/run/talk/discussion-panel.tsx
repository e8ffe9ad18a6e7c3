"use client";
import type { Run } from "@plumbline/contracts/experiments/run";
import { deleteRunComment, type RunComment } from "@plumbline/contracts/experiments/run-note";
import { Button } from "@plumbline/ui/button";
import { Panel } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { Time } from "@plumbline/ui/time";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { MessageSquare } from "lucide-react";
import { useState } from "react";
import { Confirm } from "#src/components/confirm.ts";
import { failToast } from "#src/components/fail-toast.ts";
import { Loaded } from "#src/components/loaded.tsx";
import { personName } from "#src/components/person-name.ts";
import { splitMentions } from "#src/domains/approvals/request/mentions.ts";
import { useApi } from "#src/shell/api.tsx";
import { useViewer } from "#src/shell/viewer.tsx";
import { CommentForm } from "./comment-form.tsx";
import { commentsQuery } from "./queries.ts";

/** What people say to each other about the run, oldest first. */
export function DiscussionPanel({ run }: { run: Run }) {
  const { can } = useViewer();
  const query = useInfiniteQuery(commentsQuery(useApi(), run.runId));
  const comments = query.data?.pages.flatMap(({ items }) => items).reverse() ?? [];
  const mayComment = can("run:comment") && run.lifecycleStage === "active";
  return (
    <div id="discussion" className="scroll-mt-4">
      <Panel
        title="Discussion"
        icon={<MessageSquare className="icon text-ink-3" aria-hidden="true" />}
        aside={comments.length > 0 && `${comments.length}${query.hasNextPage ? " newest" : ""}`}
      >
        <Loaded
          query={query}
          what="The discussion"
          skeleton={<SkeletonRows label="The discussion is being read" rows={2} columns={[280]} />}
        >
          {() => (
            <div className="grid gap-2.5">
              {query.hasNextPage && (
                <div>
                  <Button size="small" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                    Earlier comments
                  </Button>
                </div>
              )}
              {comments.length > 0 ? (
                <ul aria-label="Comments" className="grid gap-2.5">
                  {comments.map((comment) => (
                    <CommentItem key={comment.commentId} runId={run.runId} comment={comment} mayChange={mayComment && comment.isOwn} />
                  ))}
                </ul>
              ) : (
                !mayComment && <p className="text-ink-3">Nobody has said anything yet.</p>
              )}
              {mayComment && <CommentForm runId={run.runId} />}
            </div>
          )}
        </Loaded>
      </Panel>
    </div>
  );
}

interface CommentItemProps {
  runId: string;
  comment: RunComment;
  mayChange: boolean;
}

function CommentItem({ runId, comment, mayChange }: CommentItemProps) {
  const { me } = useViewer();
  const [isEdited, setEdited] = useState(false);
  const names = comment.mentions.flatMap(({ name }) => name ?? []);
  if (isEdited) {
    return (
      <li>
        <CommentForm runId={runId} edited={comment} onDone={() => setEdited(false)} />
      </li>
    );
  }
  return (
    <li className="wrap-anywhere grid gap-0.5">
      <span className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium">{personName(comment.author, me.id)}</span>
        <span className="text-ink-3 text-small">
          <Time at={Date.parse(comment.at)} style="moment" />
          {comment.editedAt && ", edited"}
        </span>
        {mayChange && <Acts runId={runId} comment={comment} onEdit={() => setEdited(true)} />}
      </span>
      <span className="whitespace-pre-wrap">
        {splitMentions(comment.body, names).map(({ text, isMention }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity but their place
          <span key={at} className={isMention ? "font-medium text-accent" : undefined}>
            {text}
          </span>
        ))}
      </span>
    </li>
  );
}

function Acts({ runId, comment, onEdit }: { runId: string; comment: RunComment; onEdit: () => void }) {
  const api = useApi();
  const client = useQueryClient();
  const [isAsked, setAsked] = useState(false);
  const remove = useMutation({
    mutationFn: () => api.call(deleteRunComment, { runId, commentId: comment.commentId }),
    onSuccess: () => client.invalidateQueries({ queryKey: commentsQuery(api, runId).queryKey }),
    onError: (error) => failToast("Your comment could not be deleted", error, () => remove.mutate()),
    onSettled: () => setAsked(false),
  });
  return (
    <span className="ml-auto flex gap-1">
      <Button size="small" tone="ghost" onClick={onEdit}>
        Edit
      </Button>
      <Button size="small" tone="ghost" onClick={() => setAsked(true)}>
        Delete
      </Button>
      {isAsked && (
        <Confirm
          open
          onOpenChange={setAsked}
          title="Delete your comment"
          description="It goes for everybody, and cannot be restored. Whoever was told of it keeps that message."
          action="Delete comment"
          busy={remove.isPending}
          onConfirm={() => remove.mutate()}
        />
      )}
    </span>
  );
}
