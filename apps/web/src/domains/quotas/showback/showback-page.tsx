"use client";
import { downloadShowback, ShowbackBy, type ShowbackRow } from "@plumbline/contracts/quotas/showback";
import { ButtonLink } from "@plumbline/ui/button";
import { formatMoney } from "@plumbline/ui/format/money";
import { Panel } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { Segments } from "@plumbline/ui/tabs";
import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import Link from "next/link";
import { Loaded } from "#src/components/loaded.tsx";
import { Cell, Table } from "#src/components/table.tsx";
import { useUrlState } from "#src/components/url-state.ts";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { showbackQuery, spanOf } from "../queries.ts";
import { QuotasTabs } from "../quotas-tabs.tsx";
import { useScope } from "../use-scope.ts";
import { amountText, rangeWords, unitWords } from "../words.ts";

const ranges = (["24h", "7d", "30d"] as const).map((value) => ({ value, label: rangeWords[value] }));
const byWords: Readonly<Record<ShowbackBy, string>> = { workspace: "Workspaces", flavour: "Flavours", job: "Jobs", model: "Models" };
const leads: Readonly<Record<ShowbackBy, string>> = {
  workspace: "Hours held and used, and what they cost, by workspace.",
  flavour: "Hours held and used, and what they cost, by pool, of all workspaces.",
  job: "Hours held and used, and what they cost, by job of this workspace.",
  model: "Hours behind the models that were registered from jobs of this workspace. A job behind several counts for each in equal parts.",
};
const resources = [
  { value: "gpu" as const, label: "GPUs" },
  { value: "cpu" as const, label: "Cores" },
];

/** What did it come to? */
export function ShowbackPage() {
  const api = useApi();
  const { get, set } = useUrlState();
  const { scope } = useScope();
  const parsed = ShowbackBy.safeParse(get("by"));
  const by = parsed.success ? parsed.data : "workspace";
  const resource = scope.resource ?? "gpu";
  const query = useQuery(showbackQuery(api, { by, resource, range: scope.range }));
  return (
    <Page
      title="Showback"
      tabs={<QuotasTabs />}
      crumbs={[{ label: "Quotas", href: paths.quotas(api.workspace) }]}
      lead={leads[by]}
      actions={
        <>
          <Segments label="What is counted" value={resource} onChange={(next) => set({ resource: next })} options={resources} />
          <Segments
            label="Time"
            value={scope.range}
            onChange={(range) => set({ range: range === "7d" ? undefined : range })}
            options={ranges}
          />
          <ButtonLink>
            <a href={api.href(downloadShowback, { by, resource, ...spanOf(scope.range, query.dataUpdatedAt || Date.now()) })} download>
              <Download className="icon-small" aria-hidden="true" />
              CSV
            </a>
          </ButtonLink>
        </>
      }
    >
      <div className="mb-3">
        <Segments
          label="By"
          value={by}
          onChange={(next) => set({ by: next === "workspace" ? undefined : next })}
          options={ShowbackBy.options.map((value) => ({ value, label: byWords[value] }))}
        />
      </div>
      <Loaded query={query} what="The hours" skeleton={<SkeletonRows label="being read" columns={[160, 60, 60, 60, 80]} />}>
        {({ items, isCut }) =>
          items.length === 0 ? (
            <EmptyState title={`No ${unitWords[resource].many} were held in the last ${rangeWords[scope.range]}`}>
              Jobs appear here as soon as they hold something, with what they used of it.
            </EmptyState>
          ) : (
            <Panel flush>
              <Rows rows={items} by={by} />
              {isCut && <p className="border-t px-3 py-2 text-ink-3">The largest {items.length} are shown. The CSV has all.</p>}
            </Panel>
          )
        }
      </Loaded>
    </Page>
  );
}

function Rows({ rows, by }: { rows: readonly ShowbackRow[]; by: ShowbackBy }) {
  const headings = [
    { label: byWords[by].slice(0, -1) },
    { label: "Held", align: "end" as const },
    { label: "Busy", align: "end" as const },
    { label: "SM active", align: "end" as const },
    { label: "Idle", align: "end" as const },
    { label: "Cost", align: "end" as const },
  ];
  return (
    <Table label={`Hours by ${by}`} headings={headings}>
      {rows.map((row) => (
        <Row key={row.jobId ?? row.name} row={row} />
      ))}
    </Table>
  );
}

/** An empty cell was not measured, or has no price: it is not nothing. */
function Row({ row }: { row: ShowbackRow }) {
  const { workspace } = useViewer();
  return (
    <tr>
      <Cell className={row.isOwn ? "font-medium" : ""}>
        {row.jobId ? (
          <Link href={paths.job(workspace, row.jobId)} className="hover:underline">
            {row.name}
          </Link>
        ) : (
          row.name
        )}
      </Cell>
      <Cell align="end">{amountText(row.allocatedHours)} h</Cell>
      <Cell align="end">
        <Part hours={row.busyHours} of={row.allocatedHours} />
      </Cell>
      <Cell align="end">
        <Part hours={row.smActiveHours} of={row.allocatedHours} />
      </Cell>
      <Cell align="end">{row.idleHours > 0 ? `${amountText(row.idleHours)} h` : ""}</Cell>
      <Cell align="end">{row.cost === null || row.currency === null ? "" : formatMoney(row.cost, row.currency)}</Cell>
    </tr>
  );
}

function Part({ hours, of }: { hours: number | null; of: number }) {
  if (hours === null) return null;
  return (
    <>
      {amountText(hours)} h{of > 0 && <span className="text-ink-3"> {Math.round((hours / of) * 100)} %</span>}
    </>
  );
}
