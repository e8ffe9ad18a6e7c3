"use client";
import { ButtonLink } from "@plumbline/ui/button";
import { formatDuration } from "@plumbline/ui/format/time";
import { Time } from "@plumbline/ui/time";
import { CircleX, Hourglass, KeyRound, type LucideIcon, Stamp } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import type { Need } from "./needs.ts";

export function NeedsPanel({ needs }: { needs: readonly Need[] }) {
  return (
    <ul className="mb-3 overflow-hidden rounded-lg border bg-surface">
      {needs.map((need) => (
        <NeedRow key={need.id} need={need} />
      ))}
    </ul>
  );
}

function NeedRow({ need }: { need: Need }) {
  const { workspace } = useViewer();
  if (need.kind === "vote" || need.kind === "my-request") return <RequestNeed need={need} />;
  if (need.kind === "failed-run") {
    return (
      <Row
        icon={CircleX}
        tone="text-bad"
        title={`${need.run.name} failed`}
        detail={
          <>
            It stopped <Time at={need.at} style="sentence" />, after {formatDuration(need.at - need.run.startTime)}. You started it.
          </>
        }
        action="Open run"
        href={paths.run(workspace, need.run.runId)}
      />
    );
  }
  return (
    <Row
      icon={KeyRound}
      tone="text-warn"
      title={`The token ${need.token.name} ends soon`}
      detail={
        <>
          It stops working <Time at={need.at} style="sentence" />; something uses it
          {need.token.lastClient ? ` (${need.token.lastClient})` : ""}.
        </>
      }
      action="Replace"
      href={paths.tokens(workspace)}
    />
  );
}

function RequestNeed({ need }: { need: Extract<Need, { kind: "vote" | "my-request" }> }) {
  const { workspace } = useViewer();
  const { request } = need;
  const isVote = need.kind === "vote";
  return (
    <Row
      icon={isVote ? Stamp : Hourglass}
      tone={isVote ? "text-accent" : "text-warn"}
      title={isVote ? `${request.title}: your vote` : request.title}
      detail={
        <>
          {isVote ? "Every clause is met. It" : `You asked for it. ${waitsFor(request)} It`} expires <Time at={need.at} style="sentence" />.
        </>
      }
      action={isVote ? "Decide" : "Open request"}
      href={paths.request(workspace, request.number)}
    />
  );
}

function waitsFor({ clauses, approvals }: Extract<Need, { kind: "vote" }>["request"]): string {
  const unmet = clauses.total - clauses.met;
  if (unmet > 0) return `${unmet} of ${clauses.total} clauses ${unmet === 1 ? "is" : "are"} unmet.`;
  return `${approvals.given} of ${approvals.needed} approvals are given.`;
}

function Row(props: { icon: LucideIcon; tone: string; title: string; detail: ReactNode; action: string; href: string }) {
  return (
    <li className="flex flex-wrap items-center gap-x-3.5 gap-y-1.5 border-b px-3.5 py-2.5 last:border-0">
      <props.icon className={`size-[17px] flex-none ${props.tone}`} strokeWidth={1.75} aria-hidden="true" />
      <div className="min-w-0 flex-1">
        <p className="truncate font-semibold">{props.title}</p>
        <p className="text-ink-2">{props.detail}</p>
      </div>
      <ButtonLink>
        <Link href={props.href}>{props.action}</Link>
      </ButtonLink>
    </li>
  );
}
