"use client";
import { type IdleHolding, nudge, nudgeLimits, type UsageSeries } from "@plumbline/contracts/quotas/overview";
import { Button, ButtonLink } from "@plumbline/ui/button";
import { Sparkline } from "@plumbline/ui/charts/sparkline";
import { formatMoney } from "@plumbline/ui/format/money";
import { Panel } from "@plumbline/ui/panel";
import { Duration, Time } from "@plumbline/ui/time";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { clsx } from "clsx";
import Link from "next/link";
import { failToast } from "#src/components/fail-toast.ts";
import { Cell, Table } from "#src/components/table.tsx";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { refreshQuotas, type UseScope } from "../queries.ts";
import { amountText, measureWords, rangeWords } from "../words.ts";

const headings = [
  { label: "Workspace" },
  { label: "Held by" },
  { label: "GPUs", align: "end" as const },
  { label: "Idle for", align: "end" as const },
  { label: "An hour", align: "end" as const },
  { label: "What to do", isHidden: true },
];

/** What is held and does nothing, the longest first. */
export function IdlePanel({
  idle,
  usage,
  range,
}: {
  idle: readonly IdleHolding[];
  usage: UsageSeries | undefined;
  range: UseScope["range"];
}) {
  return (
    <Panel
      title="Idle GPUs"
      aside="held, under 5 % for 30 minutes"
      actions={<span className="text-ink-3 text-small max-md:hidden">names: owner, lead, platform team</span>}
      flush
    >
      {idle.length === 0 ? (
        <p className="px-3 py-3 text-ink-2">No GPU that is held and measured has done nothing for half an hour.</p>
      ) : (
        <Table label="Idle GPUs" headings={headings}>
          {idle.map((one) => (
            <Row key={one.claimId ?? `${one.namespace} ${one.kind} ${one.pool}`} one={one} />
          ))}
        </Table>
      )}
      {usage && usage.idle.unitHours > 0 && <Past usage={usage} range={range} />}
    </Panel>
  );
}

function Row({ one }: { one: IdleHolding }) {
  const isMine = one.owner?.isMe ?? false;
  return (
    <tr className={clsx(isMine && "bg-accent-soft")}>
      <Cell className="font-medium">{one.workspace ?? one.namespace}</Cell>
      <Cell>
        <HeldBy one={one} />
      </Cell>
      <Cell align="end">
        {amountText(one.amount)} <span className="text-ink-3">{one.flavour}</span>
      </Cell>
      <Cell align="end">
        <span title={`${Math.round(one.percent)} % ${measureWords[one.measure]}`}>
          <Duration from={Date.parse(one.since)} until={undefined} />
        </span>
      </Cell>
      <Cell align="end">{one.costPerHour ? formatMoney(one.costPerHour.amount, one.costPerHour.currency) : ""}</Cell>
      <Cell align="end">
        <Act one={one} />
      </Cell>
    </tr>
  );
}

function HeldBy({ one }: { one: IdleHolding }) {
  const { workspace } = useViewer();
  if (one.workspace === null) return <span className="text-ink-2">{one.kind}, outside of quotas</span>;
  const who = one.owner?.isMe ? "yours" : one.owner?.name;
  return (
    <span className="text-ink-2">
      {one.job ? (
        <Link href={paths.job(workspace, one.job.id)} className="hover:underline">
          {one.job.title}
        </Link>
      ) : (
        one.kind
      )}
      {who && (
        <>
          , <strong className="font-semibold text-ink">{who}</strong>
        </>
      )}
    </span>
  );
}

/** One's own are let go of on the job's page, where it says what that costs; others are nudged. */
function Act({ one }: { one: IdleHolding }) {
  const { workspace, can } = useViewer();
  const api = useApi();
  const client = useQueryClient();
  const send = useMutation({
    mutationFn: (claim: string) => api.call(nudge, { claim }),
    onError: (error, claim) => failToast("The owner was not told", error, () => send.mutate(claim)),
    onSettled: () => refreshQuotas(client, api),
  });
  const { claimId, nudgedAt } = one;
  if (one.owner?.isMe && one.job) {
    return (
      <ButtonLink tone="primary" size="small">
        <Link href={paths.job(workspace, one.job.id)}>Release</Link>
      </ButtonLink>
    );
  }
  const told = send.data?.nudgedAt ?? nudgedAt;
  if (told !== null && Date.now() - Date.parse(told) < nudgeLimits.everyMinutes * 60_000) {
    return (
      <span className="text-ink-3 text-small">
        nudged <Time at={Date.parse(told)} style="sentence" />
      </span>
    );
  }
  if (claimId === null || !can("quota:request")) return null;
  return (
    <Button size="small" busy={send.isPending} onClick={() => send.mutate(claimId)}>
      Nudge
      <span className="sr-only"> the owner of {one.job?.title ?? `idle GPUs of ${one.workspace}`}</span>
    </Button>
  );
}

function Past({ usage, range }: { usage: UsageSeries; range: UseScope["range"] }) {
  const { unitHours, cost, units } = usage.idle;
  const money = cost ? `, ${formatMoney(cost.amount, cost.currency)}` : "";
  return (
    <div className="border-t p-3">
      <p className="mb-2">
        <strong className="font-semibold">
          Last {rangeWords[range]}: {amountText(unitHours)} GPU hours idle{money}
        </strong>{" "}
        <span className="text-ink-3">counted from the 30th minute on</span>
      </p>
      <Sparkline values={units} width={640} height={36} color={6} />
    </div>
  );
}
