"use client";
import type { Comment } from "@plumbline/contracts/approvals/request";
import { addComment } from "@plumbline/contracts/approvals/request-acts";
import { Button } from "@plumbline/ui/button";
import { Time } from "@plumbline/ui/time";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { MessageSquare } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useKept } from "#src/components/kept.ts";
import { personName } from "#src/components/person-name.ts";
import { submitByKey } from "#src/components/submit-by-key.ts";
import { membersQuery } from "#src/domains/workspaces/queries.ts";
import { useApi } from "#src/shell/api.tsx";
import { problemText } from "#src/shell/problem-text.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { requestQuery } from "../queries.ts";
import { MentionField } from "./mention-field.tsx";
import { mentionedIn, splitMentions } from "./mentions.ts";
import { useRequest } from "./request-context.tsx";
import { Section } from "./section.tsx";

/** What people say about the request. */
export function DiscussionSection() {
  const { comments } = useRequest();
  const { me, can } = useViewer();
  const last = comments.at(-1);
  return (
    <Section
      icon={MessageSquare}
      title="Discussion"
      aside={comments.length}
      value={comments.length}
      brief={last ? `${personName(last.author, me.id)}: ${last.body.split("\n")[0]}` : "Nobody has said anything yet"}
    >
      {comments.length > 0 && (
        <ul className="grid gap-2">
          {comments.map((comment) => (
            <CommentItem key={comment.id} comment={comment} />
          ))}
        </ul>
      )}
      {can("request:comment") ? <Reply /> : comments.length === 0 && <p className="text-ink-2">Nobody has said anything yet.</p>}
    </Section>
  );
}

function CommentItem({ comment }: { comment: Comment }) {
  const { me } = useViewer();
  const names = comment.mentions.flatMap(({ name }) => name ?? []);
  return (
    <li className="wrap-anywhere">
      <span className="float-right pl-2 text-ink-3 text-small">
        <Time at={Date.parse(comment.at)} style="moment" />
      </span>
      <span className="font-medium">{personName(comment.author, me.id)}</span>{" "}
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

const commentMax = 10_000;

function Reply() {
  const { number } = useRequest();
  const { me, workspace } = useViewer();
  const api = useApi();
  const client = useQueryClient();
  const [text, keep] = useKept(`comment.${workspace}.${me.id}.${number}`);
  const [isUsed, setUsed] = useState(false);
  const members = useQuery({ ...membersQuery(api), enabled: isUsed });
  const others = members.data?.items.filter(({ isDisabled }) => !isDisabled) ?? [];
  const add = useMutation({
    mutationFn: (body: string) => api.call(addComment, { number, body, mentions: mentionedIn(body, others) }),
    onSuccess: () => {
      keep(undefined);
      return client.invalidateQueries({ queryKey: requestQuery(api, number).queryKey });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text?.trim() && !add.isPending) add.mutate(text);
  };
  return (
    <form onSubmit={submit} onKeyDown={submitByKey} className="grid gap-2 not-first:mt-2.5 print:hidden">
      <MentionField
        value={text ?? ""}
        onChange={(next) => keep(next || undefined)}
        onFocus={() => setUsed(true)}
        members={others}
        maxLength={commentMax}
        label="Comment"
        placeholder="Reply, @ to mention"
      />
      {add.error && (
        <p role="alert" className="text-bad text-small">
          {problemText(add.error).detail}
        </p>
      )}
      {text && (
        <div>
          <Button type="submit" busy={add.isPending}>
            Comment
          </Button>
        </div>
      )}
    </form>
  );
}
