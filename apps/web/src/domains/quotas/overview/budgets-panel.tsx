"use client";
import type { Budget } from "@plumbline/contracts/quotas/budget";
import { Button } from "@plumbline/ui/button";
import { formatMoney } from "@plumbline/ui/format/money";
import { Panel } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { Status, type StatusShape } from "@plumbline/ui/status";
import { Time } from "@plumbline/ui/time";
import { useQuery } from "@tanstack/react-query";
import { Loaded } from "#src/components/loaded.tsx";
import { Cell, Table } from "#src/components/table.tsx";
import { useUrlState } from "#src/components/url-state.ts";
import { useApi } from "#src/shell/api.tsx";
import { useViewer } from "#src/shell/viewer.tsx";
import { budgetsQuery } from "../queries.ts";

const headings = [
  { label: "Workspace" },
  { label: "Spent and reserved", className: "w-full min-w-[100px]" },
  { label: "Spent / limit", align: "end" as const },
  { label: "At its end", align: "end" as const },
  { label: "New jobs" },
];

/** What workspaces have spent of what they may, and what happens to new jobs. */
export function BudgetsPanel() {
  const query = useQuery(budgetsQuery(useApi()));
  return (
    <Panel title="Budgets" aside={query.data && `${query.data.month}, UTC`} actions={<Legend />} flush>
      <Loaded query={query} what="The budgets" skeleton={<SkeletonRows label="being read" rows={3} columns={[90, 160, 80, 60]} />}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="p-3 text-ink-2">
              No pool has a rate and no workspace a budget, so nothing here costs anything. The platform team sets both under Pools.
            </p>
          ) : (
            <>
              <Table label="Budgets" headings={headings}>
                {items.map((budget) => (
                  <Row key={budget.workspace} budget={budget} />
                ))}
              </Table>
              <AskForMore budget={items.find(({ isOwn }) => isOwn)} />
            </>
          )
        }
      </Loaded>
    </Panel>
  );
}

/** Where a limit refuses new jobs, now or by its end, whoever may ask can ask for another. */
function AskForMore({ budget }: { budget: Budget | undefined }) {
  const { can } = useViewer();
  const { set } = useUrlState();
  if (!budget || budget.hardLimit === null || !can("quota:request")) return null;
  return (
    <div className="border-t px-3 py-2">
      <Button size="small" onClick={() => set({ request: "budget" })}>
        {can("platform:compute") ? "Change the budget" : "Ask for a larger budget"}
      </Button>
    </div>
  );
}

function Row({ budget }: { budget: Budget }) {
  const { currency, hardLimit, softLimit, spent, projected } = budget;
  const limit = hardLimit ?? softLimit;
  return (
    <tr className={budget.isOwn ? "font-medium" : undefined}>
      <Cell>{budget.workspace}</Cell>
      <Cell>
        <Bar budget={budget} />
      </Cell>
      <Cell align="end">
        {formatMoney(spent, currency)}{" "}
        <span className="font-normal text-ink-3">{limit === null ? "no limit" : `/ ${formatMoney(limit, currency)}`}</span>
      </Cell>
      <Cell align="end">{projected === null ? "" : formatMoney(projected, currency)}</Cell>
      <Cell>
        <NewJobs budget={budget} />
      </Cell>
    </tr>
  );
}

function Bar({ budget: { spent, reserved, softLimit, hardLimit } }: { budget: Budget }) {
  const whole = Math.max(hardLimit ?? 0, softLimit ?? 0, spent + reserved, 1e-9);
  const place = (amount: number) => `${Math.min(100, (amount / whole) * 100)}%`;
  return (
    <div aria-hidden="true" className="relative h-2.5 min-w-[100px] bg-sunken">
      <i className="absolute inset-y-0 left-0 bg-accent" style={{ width: place(spent) }} />
      <i className="absolute inset-y-0 bg-accent-line" style={{ left: place(spent), width: place(reserved) }} />
      {softLimit !== null && <i className="absolute -inset-y-1 w-px bg-ink" style={{ left: place(softLimit) }} />}
    </div>
  );
}

const shapes: Readonly<Record<Budget["newJobs"], StatusShape>> = { accepted: "good", warned: "warn", refused: "bad" };

function NewJobs({ budget: { newJobs, refusedAbout } }: { budget: Budget }) {
  if (refusedAbout === null) return <Status shape={shapes[newJobs]}>{newJobs}</Status>;
  return (
    <Status shape="warn">
      refused about <Time at={Date.parse(refusedAbout)} style="date" />
    </Status>
  );
}

function Legend() {
  return (
    <span className="flex gap-3 text-ink-2 text-small max-md:hidden">
      <span className="flex items-center gap-1.5">
        <i aria-hidden="true" className="size-[9px] rounded-[2px] bg-accent" />
        spent
      </span>
      <span className="flex items-center gap-1.5">
        <i aria-hidden="true" className="size-[9px] rounded-[2px] bg-accent-line" />
        reserved
      </span>
      <span className="flex items-center gap-1.5">
        <i aria-hidden="true" className="h-3 w-px bg-ink" />
        soft limit
      </span>
    </span>
  );
}
