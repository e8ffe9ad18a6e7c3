"use client";
import type { PoolSettings } from "@plumbline/contracts/quotas/platform";
import { Button } from "@plumbline/ui/button";
import { formatMoney } from "@plumbline/ui/format/money";
import { Panel } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { Chip } from "@plumbline/ui/status";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { Loaded } from "#src/components/loaded.tsx";
import { Cell, Table } from "#src/components/table.tsx";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { poolSettingsQuery } from "../queries.ts";
import { QuotasTabs } from "../quotas-tabs.tsx";
import { amountText, unitWords } from "../words.ts";
import { BudgetLimits } from "./budget-limits.tsx";
import { NewPool } from "./new-pool.tsx";
import { PoolForm } from "./pool-form.tsx";
import { QuotaForm, type QuotaWish } from "./quota-form.tsx";
import { RateForm } from "./rate-form.tsx";

/** What is there to share, by which rules, and at what price? */
export function PoolsPage() {
  const { workspace, can } = useViewer();
  const query = useQuery({ ...poolSettingsQuery(useApi()), enabled: can("platform:compute") });
  const [isNew, setNew] = useState(false);
  const crumbs = [{ label: "Quotas", href: paths.quotas(workspace) }];
  if (!can("platform:compute")) {
    return (
      <Page title="Pools" tabs={<QuotasTabs />} crumbs={crumbs}>
        <EmptyState title="Pools are kept by the platform team">Ask an administrator of the platform, or send a change request.</EmptyState>
      </Page>
    );
  }
  return (
    <Page
      title="Pools"
      tabs={<QuotasTabs />}
      crumbs={crumbs}
      lead="What there is, what workspaces are guaranteed of it, and what it costs. Changes hold at once and are written to the audit log."
      actions={
        <Button tone="primary" onClick={() => setNew(true)}>
          <Plus className="icon-small" aria-hidden="true" />
          New pool
        </Button>
      }
    >
      <Loaded query={query} what="The pools" skeleton={<SkeletonRows label="being read" columns={[120, 80, 80, 200]} />}>
        {({ items, workspaces }) => (
          <div className="grid gap-3">
            {items.length === 0 && (
              <EmptyState title="No pools yet">
                The worker makes those of its machine when it starts; those of clusters come with their flavours.
              </EmptyState>
            )}
            {items.map((pool) => (
              <PoolPanel key={pool.id} pool={pool} workspaces={workspaces} />
            ))}
            <BudgetLimits workspaces={workspaces} currency={items.find(({ rate }) => rate)?.rate?.currency} />
          </div>
        )}
      </Loaded>
      {isNew && <NewPool onClose={() => setNew(false)} />}
    </Page>
  );
}

const headings = [
  { label: "Workspace", className: "w-full" },
  { label: "Guaranteed", align: "end" as const },
  { label: "May borrow", align: "end" as const },
  { label: "Lends", align: "end" as const },
  { label: "Weight", align: "end" as const },
  { label: "Uses", align: "end" as const },
  { label: "What to do", isHidden: true },
];

type Asking = { kind: "rules" } | { kind: "rate" } | { kind: "quota"; wish: QuotaWish };

function PoolPanel({ pool, workspaces }: { pool: PoolSettings; workspaces: readonly string[] }) {
  const [asking, setAsking] = useState<Asking>();
  const close = () => setAsking(undefined);
  const denied = pool.admission === "kueue" ? `Set by the queues of ${pool.cluster}: change them under Clusters.` : undefined;
  const free = workspaces.filter((name) => pool.quotas.every(({ workspace }) => workspace !== name));
  return (
    <Panel
      title={pool.name}
      aside={
        <span className="flex min-w-0 items-center gap-2">
          <span className="truncate">
            {amountText(pool.capacity)} {unitWords[pool.resource].many} {pool.cluster ? `on ${pool.cluster}` : "of this machine"}
          </span>
          {pool.state !== "open" && (
            <Chip tone="warn" {...(pool.stateReason !== null && { title: pool.stateReason })}>
              {pool.state}
            </Chip>
          )}
        </span>
      }
      actions={
        <>
          <Button size="small" onClick={() => setAsking({ kind: "rate" })}>
            {pool.rate ? `${formatMoney(pool.rate.perUnitHour, pool.rate.currency)} an hour` : "Set rate"}
            <span className="sr-only"> of {pool.name}</span>
          </Button>
          <Button size="small" denied={denied} onClick={() => setAsking({ kind: "rules" })}>
            Rules<span className="sr-only"> of {pool.name}</span>
          </Button>
          <Button
            size="small"
            denied={denied ?? (free.length === 0 ? "Every workspace has a quota here" : undefined)}
            onClick={() => setAsking({ kind: "quota", wish: { workspaces: free, quota: undefined } })}
          >
            Add quota<span className="sr-only"> of {pool.name}</span>
          </Button>
        </>
      }
      flush
    >
      {pool.quotas.length === 0 ? (
        <p className="p-3 text-ink-2">Nobody is guaranteed any of it: all workspaces take from what is free.</p>
      ) : (
        <Table label={`Quotas of ${pool.name}`} headings={headings}>
          {pool.quotas.map((quota) => (
            <tr key={quota.workspace}>
              <Cell className="font-medium">{quota.workspace}</Cell>
              <Cell align="end">
                {amountText(quota.nominal)}
                {quota.granted !== 0 && (
                  <span className="text-ink-3" title="By approved requests">
                    {" "}
                    {quota.granted > 0 ? "+" : "−"}
                    {amountText(Math.abs(quota.granted))}
                  </span>
                )}
              </Cell>
              <Cell align="end">{quota.borrowingLimit === null ? "any" : amountText(quota.borrowingLimit)}</Cell>
              <Cell align="end">{quota.lendingLimit === null ? "all" : amountText(quota.lendingLimit)}</Cell>
              <Cell align="end">{amountText(quota.weight)}</Cell>
              <Cell align="end">{amountText(quota.used)}</Cell>
              <Cell align="end">
                <Button
                  size="small"
                  denied={denied}
                  onClick={() => setAsking({ kind: "quota", wish: { workspaces: [quota.workspace], quota } })}
                >
                  Change
                  <span className="sr-only">
                    {" "}
                    quota of {quota.workspace} in {pool.name}
                  </span>
                </Button>
              </Cell>
            </tr>
          ))}
        </Table>
      )}
      {asking?.kind === "rules" && <PoolForm pool={pool} onClose={close} />}
      {asking?.kind === "rate" && <RateForm pool={pool} onClose={close} />}
      {asking?.kind === "quota" && <QuotaForm pool={pool} wish={asking.wish} onClose={close} />}
    </Panel>
  );
}
