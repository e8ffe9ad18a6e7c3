"use client";
import { Panel } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { clsx } from "clsx";
import { CircleCheck, CircleX, Clock3, type LucideIcon } from "lucide-react";
import Link from "next/link";
import { Loaded, type LoadedProps } from "#src/components/loaded.tsx";
import { conditionText } from "#src/domains/approvals/words.ts";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { ClauseTable } from "./clause-table.tsx";
import { metCount } from "./clauses.ts";
import type { Preview } from "./rail.ts";

/** What the promotion would need now: clauses, votes and conditions. */
export function PromotionPreview({ query }: { query: LoadedProps<Preview>["query"] }) {
  return (
    <Loaded
      query={query}
      what="What it needs"
      skeleton={<SkeletonRows label="What it needs is being read" rows={3} columns={[80, 160, 120]} />}
    >
      {(preview) => (
        <div className="grid gap-2.5">
          <Outcome preview={preview} />
          {preview.clauses.length > 0 && (
            <Panel title="Evidence" aside={`${metCount(preview.clauses).met} of ${preview.clauses.length} met`} flush>
              <ClauseTable clauses={preview.clauses} />
            </Panel>
          )}
          {preview.approvals.length > 0 && <Votes preview={preview} />}
          {preview.conditions.length > 0 && (
            <p>
              <span className="text-ink-3">Conditions: </span>
              {preview.conditions.map(conditionText).join("; ")}
            </p>
          )}
        </div>
      )}
    </Loaded>
  );
}

const signs: Readonly<Record<Preview["outcome"], { icon: LucideIcon; tone: string }>> = {
  denied: { icon: CircleX, tone: "bg-bad-soft text-bad" },
  refused: { icon: CircleX, tone: "bg-bad-soft text-bad" },
  free: { icon: CircleCheck, tone: "bg-good-soft text-good" },
  "decides-itself": { icon: CircleCheck, tone: "bg-good-soft text-good" },
  "needs-evidence": { icon: Clock3, tone: "bg-warn-soft text-warn" },
  "needs-votes": { icon: Clock3, tone: "bg-warn-soft text-warn" },
};

function Outcome({ preview }: { preview: Preview }) {
  const { workspace } = useApi();
  const { icon: Icon, tone } = signs[preview.outcome];
  return (
    <p role="status" className={clsx("flex items-start gap-2 rounded-md px-3 py-2", tone)}>
      <Icon className="icon mt-0.5" aria-hidden="true" />
      <span className="min-w-0">
        {preview.text}
        {preview.policies.length > 0 && ` (${preview.policies.map(({ name, version }) => `${name} v${version}`).join(", ")})`}
        {preview.openRequest !== null && (
          <>
            {" "}
            <Link href={paths.request(workspace, preview.openRequest)} className="font-medium underline">
              Open request {preview.openRequest}
            </Link>
          </>
        )}
      </span>
    </p>
  );
}

function Votes({ preview }: { preview: Preview }) {
  return (
    <Panel title="Votes" flush>
      <ul>
        {preview.approvals.map((approval) => {
          const may = approval.seats.filter(({ mayVote }) => mayVote).map(({ person }) => person.name ?? person.id.slice(0, 8));
          return (
            <li key={`${approval.kind} ${approval.name}`} className="border-b px-3 py-1.5 last:border-0">
              <span className="font-medium">
                {approval.needed} of {approval.name}
              </span>{" "}
              <span className={approval.isSatisfiable ? "text-ink-2" : "text-bad"}>
                {may.length > 0 ? `may vote: ${may.join(", ")}` : "nobody there may vote on this"}
                {approval.isBlockedByOrder && ", after the ones above"}
              </span>
            </li>
          );
        })}
      </ul>
      {preview.quorumNote && <p className="border-t px-3 py-1.5 text-warn">{preview.quorumNote}</p>}
    </Panel>
  );
}
