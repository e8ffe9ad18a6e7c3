"use client";
import type { RequestSummary } from "@plumbline/contracts/approvals/request";
import { Chip, Status } from "@plumbline/ui/status";
import { Time } from "@plumbline/ui/time";
import { clsx } from "clsx";
import Link from "next/link";
import { personName } from "#src/components/person-name.ts";
import { TierMark } from "#src/domains/registry/tiers.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { kindWords, stateSigns } from "../words.ts";

const tracks = "lg:grid-cols-[104px_minmax(0,1fr)_84px_82px_76px_minmax(0,132px)_66px]";

/** The names of the columns; on a narrow screen each row says them itself. */
export function RequestHeadings({ isOver }: { isOver: boolean }) {
  return (
    <div
      aria-hidden="true"
      className={clsx("hidden h-[30px] items-center gap-3 border-b px-3 font-medium text-ink-3 text-small lg:grid", tracks)}
    >
      <span>State</span>
      <span>Request</span>
      <span>Tier</span>
      <span>Clauses</span>
      <span>Approvals</span>
      <span>Requester</span>
      <span className="text-right">{isOver ? "Decided" : "Expires"}</span>
    </div>
  );
}

/** One request: a link as wide as the list. */
export function RequestRow({ request }: { request: RequestSummary }) {
  const { me, workspace } = useViewer();
  const { shape, word } = stateSigns[request.state];
  const isOver = request.decidedAt !== null;
  return (
    <li className="border-b last:border-0">
      <Link
        data-row=""
        href={paths.request(workspace, request.number)}
        className={clsx(
          "grid gap-x-3 px-3 py-1.5 -outline-offset-2 transition-colors hover:bg-hover lg:min-h-8 lg:items-center lg:py-0.5",
          "max-lg:grid-cols-[minmax(0,1fr)_auto] max-lg:gap-y-0.5",
          tracks,
          isOver && "text-ink-2",
        )}
      >
        <Status shape={shape} className="max-lg:order-2 max-lg:justify-self-end max-lg:text-small">
          {word}
        </Status>
        <span className="flex min-w-0 items-center gap-2 max-lg:order-1">
          <span className="truncate font-medium text-ink" title={request.title}>
            {request.title}
          </span>
          {request.kind !== "promotion" && <Chip className="flex-none">{kindWords[request.kind]}</Chip>}
          <span className="text-ink-3 tabular-nums">#{request.number}</span>
        </span>
        <span className="flex flex-wrap items-center gap-x-2.5 text-ink-2 max-lg:order-3 max-lg:col-span-2 max-lg:text-small lg:contents">
          <span className={request.tier ? undefined : "max-lg:hidden"}>{request.tier ? <TierMark tier={request.tier} /> : "–"}</span>
          <Share name="clauses met" given={request.clauses.met} all={request.clauses.total} none="none asked" />
          <Share name="approvals" given={request.approvals.given} all={request.approvals.needed} none="none needed" />
          <span className="truncate" title={request.openedBy.name ?? request.openedBy.id}>
            <span className="lg:sr-only">by </span>
            {personName(request.openedBy, me.id)}
          </span>
          <span className="whitespace-nowrap lg:text-right">
            {request.decidedAt ? (
              <>
                <span className="lg:hidden">decided </span>
                <Time at={Date.parse(request.decidedAt)} style="date" />
              </>
            ) : (
              <>
                <span className="lg:sr-only">expires </span>
                <Time at={Date.parse(request.expiresAt)} />
              </>
            )}
          </span>
        </span>
      </Link>
    </li>
  );
}

function Share(props: { name: string; given: number; all: number; none: string }) {
  if (props.all === 0) return <span className="text-ink-3 max-lg:hidden">{props.none}</span>;
  return (
    <span className={clsx("whitespace-nowrap tabular-nums", props.given < props.all ? "text-ink" : undefined)}>
      {props.given} of {props.all}
      <span className="lg:sr-only"> {props.name}</span>
    </span>
  );
}
