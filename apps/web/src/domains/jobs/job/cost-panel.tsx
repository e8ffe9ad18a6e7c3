"use client";
import type { JobDetail } from "@plumbline/contracts/jobs/job";
import { endedStates } from "@plumbline/contracts/jobs/job";
import { formatDuration } from "@plumbline/ui/format/time";
import { Panel } from "@plumbline/ui/panel";
import { useNow } from "@plumbline/ui/time";
import { Money } from "../money.tsx";
import { endCost } from "./end-cost.ts";
import { endOf } from "./job-end.ts";

type Cost = NonNullable<JobDetail["cost"]>;

/** What it cost, of what was set aside for it. */
export function CostPanel({ job, cost }: { job: JobDetail; cost: Cost }) {
  const isOver = endedStates.includes(job.state);
  const { spent, reserved } = cost;
  const share = reserved && reserved.amount > 0 ? Math.min(1, spent.amount / reserved.amount) : undefined;
  return (
    <Panel title={isOver ? "Cost" : "Cost so far"} aside={job.resources.pool ? `in pool ${job.resources.pool}` : undefined}>
      <dl className="grid grid-cols-[1fr_auto] gap-y-1.5 tabular-nums">
        <dt className="text-ink-2">Spent</dt>
        <dd className="text-right font-semibold">
          <Money {...spent} />
        </dd>
        {share !== undefined && (
          <dd aria-hidden="true" className="col-span-2 my-0.5 flex h-2 overflow-hidden rounded-full bg-sunken ring-1 ring-line">
            <span className="bg-accent" style={{ width: `${share * 100}%` }} />
          </dd>
        )}
        <AtTheEnd job={job} currency={spent.currency} />
        {reserved && (
          <>
            <dt className="text-ink-2">Reserved, until the {formatDuration(job.timeLimitSeconds * 1000)} limit</dt>
            <dd className="text-right">
              <Money {...reserved} />
            </dd>
          </>
        )}
      </dl>
      <p className="mt-2 text-ink-3 text-small">
        {isOver ? "Time held times the rate of its flavour." : "What is not used of the reserve is given back to the budget at the end."}
      </p>
    </Panel>
  );
}

/** Where its end is foreseen, so is what it will have cost. */
function AtTheEnd({ job, currency }: { job: JobDetail; currency: string }) {
  const now = useNow();
  const end = endOf(job);
  const foreseen = endCost(job, end, now);
  if (!foreseen) return null;
  const { from, to } = foreseen;
  return (
    <>
      <dt className="text-ink-2">At the end{end?.span ? ", 8 in 10" : ", about"}</dt>
      <dd className="text-right">
        <Money amount={from} currency={currency} />
        {to > from && (
          <>
            {" to "}
            <Money amount={to} currency={currency} />
          </>
        )}
      </dd>
    </>
  );
}
