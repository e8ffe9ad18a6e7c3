"use client";
import { Identifier } from "@plumbline/ui/identifier";
import { Time } from "@plumbline/ui/time";
import Link from "next/link";
import { Fragment } from "react";
import { personName } from "#src/components/person-name.ts";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { subjectName, subjectPath } from "../subject.ts";
import { usesText } from "../words.ts";
import { settlingSummary } from "./clause-order.ts";
import { isUndecided, useRequest } from "./request-context.tsx";
import { votesNeeded } from "./standing.ts";

const link = "font-medium text-ink hover:underline";

/** What the request stands on: what it takes, who asked, until when, under which policies, for which bytes. */
export function RequestFacts() {
  const request = useRequest();
  const { me, workspace } = useViewer();
  const page = subjectPath(workspace, request.subject);
  return (
    <div className="grid gap-1">
      <Outlook />
      <ul className="flex flex-wrap items-center gap-x-4 gap-y-0.5">
        {page && (
          <li>
            <Link href={page} className={link}>
              {subjectName(request.subject)}
            </Link>
          </li>
        )}
        <li>
          Opened by <span className="text-ink">{personName(request.openedBy, me.id)}</span>,{" "}
          <Time at={Date.parse(request.openedAt)} style="date" />
        </li>
        {isUndecided(request) && (
          <li>
            Expires <Time at={Date.parse(request.expiresAt)} style="sentence" className="font-medium text-ink" />
          </li>
        )}
        {request.environment && (
          <li>
            In <span className="text-ink">{request.environment}</span>: {usesText(request.uses, request.canaryMaxPercent)}
          </li>
        )}
        <Policies />
        {request.digest && (
          <li className="flex">
            <Identifier value={`sha256:${request.digest}`} what="digest" length={15} />
          </li>
        )}
      </ul>
      {request.reason && <p className="wrap-anywhere whitespace-pre-wrap">“{request.reason}”</p>}
      <EarlierRejections />
    </div>
  );
}

function Outlook() {
  const request = useRequest();
  if (request.decision) return <p className="text-ink">{request.decision.text}</p>;
  if (!isUndecided(request)) return <p>{request.timeline.at(-1)?.text}</p>;
  const needed = votesNeeded(request);
  if (needed) return <p className={request.isWaitingForMe ? "font-medium text-ink" : undefined}>{needed}</p>;
  const text = settlingSummary(request.clauseList) ?? request.quorumNote;
  return text ? <p>{text}</p> : null;
}

function Policies() {
  const { policies } = useRequest();
  const { workspace } = useViewer();
  if (policies.length === 0) return null;
  return (
    <li>
      {policies.length === 1 ? "Policy " : "Policies "}
      {policies.map(({ scope, name, version }, at) => (
        <Fragment key={`${scope} ${name}`}>
          {at > 0 && ", "}
          <Link href={`${paths.policy(workspace, name, scope)}${scope === "workspace" ? "?" : "&"}version=${version}`} className={link}>
            {name} v{version}
          </Link>
          {scope === "organisation" && " (mandatory)"}
        </Fragment>
      ))}
    </li>
  );
}

function EarlierRejections() {
  const { earlierRejections } = useRequest();
  const { workspace } = useViewer();
  if (earlierRejections.length === 0) return null;
  return (
    <ul className="mt-0.5 rounded-md bg-warn-soft px-3 py-1.5 text-warn">
      {earlierRejections.map(({ number, decidedAt, reason }) => (
        <li key={number}>
          The same bytes were rejected <Time at={Date.parse(decidedAt)} style="sentence" /> in{" "}
          <Link href={paths.request(workspace, number)} className="font-medium underline">
            request {number}
          </Link>
          : {reason}
        </li>
      ))}
    </ul>
  );
}
