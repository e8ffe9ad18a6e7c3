"use client";
import type { PolicyPlan } from "@plumbline/contracts/approvals/policy";
import { countText } from "@plumbline/ui/format/number";
import { Status, type StatusShape } from "@plumbline/ui/status";
import Link from "next/link";
import type { ReactNode } from "react";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";

const changeSigns: Readonly<Record<PolicyPlan["changes"][number]["kind"], { shape: StatusShape; word: string }>> = {
  tighter: { shape: "neutral", word: "Tighter" },
  looser: { shape: "warn", word: "Looser" },
  other: { shape: "waiting", word: "Other" },
};

/** What publishing would do now: what changes, to whom, and who is asked. */
export function PlanPanel({ plan, onGo }: { plan: PolicyPlan; onGo: (line: number) => void }) {
  const places = [
    ...plan.changes.map(({ kind, line, text }) => ({ ...changeSigns[kind], line, text })),
    ...plan.weaker.map(({ line, message }) => ({ shape: "warn" as const, word: "Weaker", line, text: message })),
  ];
  return (
    <>
      {places.length > 0 && (
        <ul aria-label="Changes" className="border-t px-3 py-1.5">
          {places.map(({ shape, word, line, text }) => (
            <li key={`${word} ${line} ${text}`} className="grid grid-cols-[76px_52px_minmax(0,1fr)] items-baseline gap-x-2 py-0.5">
              <Status shape={shape}>{word}</Status>
              {line === null ? (
                <span />
              ) : (
                <button type="button" onClick={() => onGo(line)} className="min-h-6 text-left text-accent text-small hover:underline">
                  line {line}
                </button>
              )}
              <span className="wrap-anywhere">{text}</span>
            </li>
          ))}
        </ul>
      )}
      <div className="grid border-t sm:grid-cols-2">
        <Effect title={affectedTitle(plan)}>
          <Affected plan={plan} />
        </Effect>
        <Effect title="Who publishes">{plan.approval}</Effect>
      </div>
    </>
  );
}

function affectedTitle({ affectedRequests }: PolicyPlan): string {
  return affectedRequests.length === 0 ? "No open request affected" : `${countText(affectedRequests.length, "open request")} affected`;
}

function Affected({ plan }: { plan: PolicyPlan }) {
  const { workspace } = useViewer();
  if (plan.affectedRequests.length === 0) return "What is live stays live, whatever a policy says later.";
  return plan.affectedRequests.map(({ number, title, voidsVotes }) => (
    <span key={number} className="block">
      <Link href={paths.request(workspace, number)} className="text-accent hover:underline" title={title}>
        Request {number}
      </Link>
      ; voids {voidsVotes === 0 ? "no vote" : countText(voidsVotes, "vote")}
    </span>
  ));
}

function Effect({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="border-line px-3 py-2 text-ink-2 max-sm:border-b max-sm:last:border-0 sm:not-first:border-l">
      <p className="font-semibold text-ink">{title}</p>
      {children}
    </div>
  );
}
