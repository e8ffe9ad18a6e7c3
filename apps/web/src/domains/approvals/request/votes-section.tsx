"use client";
import type { PromotionRequest } from "@plumbline/contracts/approvals/request";
import { Status } from "@plumbline/ui/status";
import { Time } from "@plumbline/ui/time";
import { clsx } from "clsx";
import { TriangleAlert, Users } from "lucide-react";
import dynamic from "next/dynamic";
import { personName } from "#src/components/person-name.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { choiceWords } from "../words.ts";
import { isUndecided, useRequest } from "./request-context.tsx";
import { Section } from "./section.tsx";
import { seatWords, voteOfSeat } from "./standing.ts";
import { useIsPhone } from "./use-phone.ts";

// Not for those who may not vote.
const VoteForm = dynamic(() => import("./vote-form.tsx").then((module) => module.VoteForm));

/** Who may still vote, how those voted who did, and why others may not. */
export function VotesSection() {
  const request = useRequest();
  const { me } = useViewer();
  const isPhone = useIsPhone();
  const { approvals, approvalList, votes } = request;
  const seated = new Set(approvalList.flatMap(({ seats }) => seats.map(({ person }) => person.id)));
  const excluded = request.excluded.filter(({ person }) => !seated.has(person.id));
  const valid = votes.filter(({ isValid }) => isValid);
  const names = valid.map(({ voter, choice }) => `${personName(voter, me.id)} ${choiceWords[choice].done.toLowerCase()}`);
  if (approvalList.length === 0 && votes.length === 0) return null;
  return (
    <Section
      icon={Users}
      title="Votes"
      aside={asideText(request)}
      value={`${approvals.given} of ${approvals.needed}`}
      brief={names.length > 0 ? names.join(", ") : "Nobody has voted yet"}
      tone={request.state === "approved" ? "good" : "plain"}
      flush
    >
      <div className="grid gap-2 px-3 py-2 max-sm:px-4">
        {approvalList.map((approval) => (
          <Approval key={`${approval.kind} ${approval.name}`} approval={approval} />
        ))}
        {isUndecided(request) && excluded.length > 0 && (
          <section>
            <h3 className="font-medium">May not vote</h3>
            <dl className="grid grid-cols-[minmax(84px,auto)_minmax(0,1fr)] gap-x-3">
              {excluded.map(({ person, reason }) => (
                <div key={person.id} className="contents text-ink-2">
                  <dt className="truncate">{personName(person, me.id)}</dt>
                  <dd>{reason}</dd>
                </div>
              ))}
            </dl>
          </section>
        )}
        <Reasons />
      </div>
      {request.quorumNote && (
        <p className="flex items-start gap-1.5 border-t px-3 py-1.5 text-ink-2 text-small max-sm:px-4">
          <TriangleAlert className="icon-small mt-0.5" aria-hidden="true" />
          {request.quorumNote}
        </p>
      )}
      {!isPhone && isUndecided(request) && (
        <div className="border-t px-3 py-2.5 print:hidden">
          {request.me.mayVote ? <VoteForm /> : <p className="text-ink-2">{request.me.whyNot}</p>}
        </div>
      )}
    </Section>
  );
}

function asideText({ approvals, votesOpen, state }: PromotionRequest): string {
  if (state !== "open" && state !== "voting") return "as it was decided";
  const given = `${approvals.given} of ${approvals.needed} valid`;
  return votesOpen ? given : `${given}; open when all clauses are met`;
}

type ApprovalProgress = PromotionRequest["approvalList"][number];

function Approval({ approval }: { approval: ApprovalProgress }) {
  const { votes } = useRequest();
  const { me } = useViewer();
  const { name, kind, given, needed, seats, isBlockedByOrder, isSatisfiable } = approval;
  return (
    <section>
      <h3 className="flex items-baseline justify-between gap-2 font-medium">
        <span className="min-w-0 truncate">{kind === "role" ? `Role ${name}` : name}</span>
        <span className={clsx("font-normal tabular-nums", isSatisfiable ? "text-ink-3" : "text-bad")}>
          {given} of {needed}
        </span>
      </h3>
      {isBlockedByOrder && <p className="text-ink-3 text-small">Its turn comes when the one above it is complete.</p>}
      {seats.length === 0 ? (
        <p className="text-ink-2">Nobody has a seat here.</p>
      ) : (
        <dl className="grid grid-cols-[minmax(84px,auto)_minmax(0,1fr)] gap-x-3">
          {seats.map((seat) => {
            const { sign, text } = seatWords(seat, voteOfSeat(votes, seat.person.id));
            return (
              <div key={seat.person.id} className="contents">
                <dt className="truncate">{personName(seat.person, me.id)}</dt>
                <dd>
                  <Status shape={sign} className="whitespace-normal!">
                    <span>{text}</span>
                  </Status>
                </dd>
              </div>
            );
          })}
        </dl>
      )}
    </section>
  );
}

/** What voters said, the newest first; a vote that does not count any more says why. */
function Reasons() {
  const { votes } = useRequest();
  const { me } = useViewer();
  if (votes.length === 0) return null;
  return (
    <section>
      <h3 className="font-medium">Reasons</h3>
      <ul className="grid gap-1.5">
        {[...votes].reverse().map((vote) => (
          <li key={vote.id} className="text-small">
            <span className="float-right pl-2 text-ink-3">
              <Time at={Date.parse(vote.castAt)} style="date" />
            </span>
            <span className="font-medium">{personName(vote.voter, me.id)}</span>
            {vote.onBehalfOf && ` for ${personName(vote.onBehalfOf, me.id)}`} {choiceWords[vote.choice].done.toLowerCase()}:{" "}
            <span className={clsx("wrap-anywhere", !vote.isValid && "text-ink-2")}>{vote.reason}</span>
            {vote.conflict && <span className="block text-ink-2">Conflict declared: {vote.conflict}</span>}
            {!vote.isValid && vote.voidReason && <span className="block text-warn">{vote.voidReason}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
