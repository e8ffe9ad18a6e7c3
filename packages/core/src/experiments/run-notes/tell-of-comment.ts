import { type Ctx, workspaceOf } from "../../kernel/index.ts";
import { type Message, notify } from "../../notifications/index.ts";
import type { RunRow } from "../store/runs.ts";

interface Said {
  readonly body: string;
  readonly mentions: readonly string[];
}

export const tellMentioned = (ctx: Ctx, run: RunRow, { body, mentions }: Said): Promise<void> =>
  tell(ctx, run, { recipients: mentions, kind: "experiments.mentioned", title: `${ctx.actor.name} mentioned you: ${run.name}`, body });

/** Whoever made the run or commented on it before, unless mentioned: they are told already. */
export const tellOthers = (
  ctx: Ctx,
  run: RunRow,
  { body, mentions, others }: Said & { readonly others: readonly string[] },
): Promise<void> =>
  tell(ctx, run, {
    recipients: others.filter((id) => !mentions.includes(id)),
    kind: "experiments.commented",
    title: `${ctx.actor.name} commented: ${run.name}`,
    body,
  });

/** Whoever says something is not told of it. */
async function tell(ctx: Ctx, run: RunRow, told: Pick<Message, "recipients" | "kind" | "title" | "body">): Promise<void> {
  const workspace = workspaceOf(ctx);
  const tasks = await notify(ctx, workspace.id, [
    {
      ...told,
      recipients: told.recipients.filter((id) => id !== ctx.actor.id),
      group: "mentions",
      link: `/w/${encodeURIComponent(workspace.name)}/runs/${encodeURIComponent(run.run_id)}#discussion`,
      subject: { kind: "run", id: run.run_id },
    },
  ]);
  ctx.later?.push(...tasks);
}
