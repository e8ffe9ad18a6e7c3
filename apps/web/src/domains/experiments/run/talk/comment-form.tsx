"use client";
import { addRunComment, editRunComment, type RunComment, runCommentMax } from "@plumbline/contracts/experiments/run-note";
import { Button } from "@plumbline/ui/button";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useKept } from "#src/components/kept.ts";
import { submitByKey } from "#src/components/submit-by-key.ts";
import { MentionField } from "#src/domains/approvals/request/mention-field.tsx";
import { mentionedIn } from "#src/domains/approvals/request/mentions.ts";
import { membersQuery } from "#src/domains/workspaces/queries.ts";
import { useApi } from "#src/shell/api.tsx";
import { problemText } from "#src/shell/problem-text.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { commentsQuery } from "./queries.ts";

export interface CommentFormProps {
  runId: string;
  /** The comment that is changed; a new one is written where it is left out. */
  edited?: RunComment;
  onDone?: () => void;
}

/** A comment being written. It is kept in the browser until it is sent. */
export function CommentForm({ runId, edited, onDone }: CommentFormProps) {
  const { me, workspace } = useViewer();
  const api = useApi();
  const client = useQueryClient();
  const [kept, keep] = useKept(`comment.${workspace}.${me.id}.run.${edited?.commentId ?? runId}`);
  const text = kept ?? edited?.body ?? "";
  const [isUsed, setUsed] = useState(edited !== undefined);
  const members = useQuery({ ...membersQuery(api), enabled: isUsed });
  const others = members.data?.items.filter(({ isDisabled }) => !isDisabled) ?? [];
  const send = useMutation({
    mutationFn: (body: string) => {
      const given = { runId, body, mentions: mentionedIn(body, others) };
      return edited ? api.call(editRunComment, { ...given, commentId: edited.commentId }) : api.call(addRunComment, given);
    },
    onSuccess: () => {
      keep(undefined);
      onDone?.();
      return client.invalidateQueries({ queryKey: commentsQuery(api, runId).queryKey });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() && !send.isPending && !members.isLoading) send.mutate(text);
  };
  const cancel = () => {
    keep(undefined);
    onDone?.();
  };
  return (
    <form onSubmit={submit} onKeyDown={submitByKey} className="grid gap-2">
      <MentionField
        value={text}
        onChange={(next) => keep(next || (edited ? "" : undefined))}
        onFocus={() => setUsed(true)}
        members={others}
        maxLength={runCommentMax}
        label={edited ? "Change the comment" : "Comment"}
        placeholder="Say something, @ to mention"
      />
      {send.error && (
        <p role="alert" className="text-bad text-small">
          {problemText(send.error).detail}
        </p>
      )}
      {(text || edited) && (
        <div className="flex gap-2">
          <Button type="submit" busy={send.isPending}>
            {edited ? "Save" : "Comment"}
          </Button>
          {edited && (
            <Button tone="ghost" onClick={cancel}>
              Cancel
            </Button>
          )}
        </div>
      )}
    </form>
  );
}
