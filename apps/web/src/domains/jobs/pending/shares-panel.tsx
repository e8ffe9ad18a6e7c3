"use client";
import type { Pending, PoolShare } from "@plumbline/contracts/quotas/pending";
import { assignColors } from "@plumbline/ui/charts/colors";
import { Panel } from "@plumbline/ui/panel";
import { Swatch } from "@plumbline/ui/status";
import { clsx } from "clsx";
import type { CSSProperties } from "react";
import { Cell, Table } from "#src/components/table.tsx";
import { amountText } from "../words.ts";
import { shareSegments } from "./share-segments.ts";

const headings = [
  { label: "Workspace" },
  { label: "Guaranteed", align: "end" as const },
  { label: "Uses", align: "end" as const },
  { label: "Borrows", align: "end" as const },
  { label: "Free to lend", align: "end" as const },
  { label: "Waiting", align: "end" as const },
];

/** Who holds the pool, and what each may. */
export function SharesPanel({ pending }: { pending: Pending }) {
  const { shares, capacity, blocking } = pending;
  const colors = assignColors(shares.map(({ workspace }) => workspace));
  const colorOf = (workspace: string) => colors.get(workspace) ?? 1;
  return (
    <Panel
      title="Who holds the pool"
      aside={`${blocking.pool ?? blocking.resource}, ${amountText(capacity)} ${blocking.resource}`}
      actions={<span className="text-ink-3 text-small">striped = borrowed</span>}
      flush
    >
      <div className="px-3 pt-3 pb-1">
        <PoolBar pending={pending} colorOf={colorOf} />
      </div>
      <Table label="Parts of the pool" headings={headings}>
        {shares.map((share) => (
          <Share key={share.workspace} share={share} color={colorOf(share.workspace)} />
        ))}
      </Table>
    </Panel>
  );
}

function PoolBar({ pending, colorOf }: { pending: Pending; colorOf: (workspace: string) => number }) {
  const segments = shareSegments(pending);
  return (
    <div aria-hidden="true" className="flex h-[26px] gap-px overflow-hidden rounded-sm bg-line">
      {segments.map(({ id, workspace, amount, kind, label }) => (
        <span
          key={id}
          title={label}
          style={{
            flexGrow: amount,
            flexBasis: 0,
            ...(workspace !== undefined && ({ "--c": `var(--s${colorOf(workspace)})` } as CSSProperties)),
          }}
          className={clsx(
            "min-w-0 overflow-hidden whitespace-nowrap pl-2 font-medium text-small leading-6",
            kind === "free"
              ? "bg-surface text-ink-2"
              : "bg-[color-mix(in_oklab,var(--c)_24%,var(--surface))] text-ink shadow-[inset_0_-3px_var(--c)]",
            kind === "borrowed" &&
              "bg-[image:repeating-linear-gradient(135deg,color-mix(in_oklab,var(--c)_45%,transparent)_0_2px,transparent_2px_6px)]",
          )}
        >
          {label}
        </span>
      ))}
    </div>
  );
}

function Share({ share, color }: { share: PoolShare; color: number }) {
  return (
    <tr className={clsx(share.isOwn && "font-semibold", share.isShared && "text-ink-2")}>
      <Cell>
        <span className="flex items-center gap-2">
          {share.isShared ? (
            <i aria-hidden="true" className="size-[9px] rounded-[2px] border border-line-strong" />
          ) : (
            <Swatch color={color} />
          )}
          {share.workspace}
          {share.isOwn && <span className="font-normal text-ink-3">yours</span>}
        </span>
      </Cell>
      <Cell align="end">{amountText(share.guaranteed)}</Cell>
      <Cell align="end">{share.isShared ? <span className="text-ink-3">{amountText(share.used)} lent</span> : amountText(share.used)}</Cell>
      <Cell align="end">{share.isShared ? null : amountText(share.borrowed)}</Cell>
      <Cell align="end">{amountText(share.freeToLend)}</Cell>
      <Cell align="end">{share.isShared ? null : share.waiting}</Cell>
    </tr>
  );
}
