"use client";
import type { Run } from "@plumbline/contracts/experiments/run";
import { ButtonLink } from "@plumbline/ui/button";
import { CodeBlock } from "@plumbline/ui/code-block";
import { Figure } from "@plumbline/ui/figure";
import { Skeleton } from "@plumbline/ui/skeleton";
import { Spinner } from "@plumbline/ui/spinner";
import { Duration } from "@plumbline/ui/time";
import { clsx } from "clsx";
import { ArrowRight, Check, CircleCheck } from "lucide-react";
import Link from "next/link";
import { useEffect, useState } from "react";
import { Cell, Table } from "#src/components/table.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { capturedCount, lastValue, leadMetric } from "../run/run-facts.ts";
import { RunStatus } from "../run/run-status.tsx";
import { checkCode } from "./code.ts";
import { Step } from "./step.tsx";

/** What has been seen so far of a first run. */
export interface Arrival {
  token: { client: string | null } | undefined;
  experiment: string | undefined;
  run: Run | undefined;
}

interface ArrivalProps {
  arrival: Arrival;
  /** Whether it is the first run of the workspace. */
  isFirst: boolean;
  since: number;
}

export function ArrivalStep({ arrival, isFirst, origin, since }: ArrivalProps & { origin: string }) {
  const { run } = arrival;
  return (
    <Step
      number={4}
      title={run ? "It arrived" : "See it arrive"}
      state={run ? "done" : "now"}
      isLast
      note={
        run ? undefined : (
          <>
            Within 2 seconds of <span className="code">start_run</span>. You can leave; it is kept.
          </>
        )
      }
    >
      <div className="overflow-hidden rounded-lg border border-accent-line">
        <Banner arrival={arrival} isFirst={isFirst} since={since} />
        <Signals arrival={arrival} />
        <Row run={run} />
      </div>
      {!run && <Help origin={origin} since={since} />}
    </Step>
  );
}

function Banner({ arrival, isFirst, since }: ArrivalProps) {
  const { workspace } = useViewer();
  const { run } = arrival;
  const which = isFirst ? "first run" : "run";
  return (
    <div
      role="status"
      className={clsx("flex min-h-10 flex-wrap items-center gap-x-2.5 px-3 py-1.5", run ? "bg-good-soft" : "bg-accent-soft")}
    >
      {run ? <Check className="icon text-good" aria-hidden="true" /> : <Spinner className="text-accent" />}
      <strong className="font-semibold">{run ? `Your ${which} is here` : `Waiting for your ${which}`}</strong>
      {run ? (
        <ButtonLink tone="primary" className="ml-auto">
          <Link href={paths.run(workspace, run.runId)}>
            Open {run.name}
            <ArrowRight className="icon-small" aria-hidden="true" />
          </Link>
        </ButtonLink>
      ) : (
        <>
          <span className="text-ink-2">{arrival.token ? "your client is connected, nothing logged yet" : "nothing has called yet"}</span>
          <Duration from={since} until={undefined} className="ml-auto text-ink-2 tabular-nums" />
        </>
      )}
    </div>
  );
}

function Signals({ arrival }: { arrival: Arrival }) {
  const { token, experiment, run } = arrival;
  const metric = run && leadMetric(run);
  const conditions = run && capturedCount(run);
  const signals = [
    { name: "Token used", detail: token ? (token.client ?? "just now") : undefined, waiting: "listening" },
    { name: "Experiment created", detail: experiment, waiting: "by set_experiment" },
    { name: "Run", detail: run?.name, waiting: "by start_run" },
    { name: "First metric", detail: metric?.key, waiting: "after the run" },
    { name: "Conditions", detail: conditions && `${conditions.captured} of ${conditions.all} captured`, waiting: "git, seed, data" },
  ];
  const next = signals.findIndex(({ detail }) => detail === undefined);
  return (
    <ul className="grid grid-cols-2 gap-x-3 gap-y-2 border-b px-3 py-2.5 sm:grid-cols-5">
      {signals.map((signal, at) => (
        <li key={signal.name} className="flex min-w-0 gap-1.5 text-small">
          {signal.detail === undefined ? (
            <span
              aria-hidden="true"
              className={clsx(
                "mt-0.5 size-[13px] flex-none rounded-full border-[1.5px]",
                at === next ? "border-accent" : "border-ink-3 border-dashed",
              )}
            />
          ) : (
            <CircleCheck className="mt-0.5 size-3.5 flex-none text-good" strokeWidth={1.75} aria-label="Seen" />
          )}
          <span className="min-w-0">
            <span className={clsx("block truncate font-medium", at === next ? "text-accent" : "text-ink-2")}>{signal.name}</span>
            <span className="block truncate text-ink-3" title={signal.detail}>
              {signal.detail ?? signal.waiting}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}

function Row({ run }: { run: Run | undefined }) {
  const { workspace } = useViewer();
  const metric = run && leadMetric(run);
  const headings = [
    { label: "Name" },
    { label: "Status" },
    { label: metric ? `${metric.key}, last` : "Metric", align: "end" as const },
    { label: "Duration", align: "end" as const },
    { label: "Params", align: "end" as const },
  ];
  return (
    <Table label="The first run" headings={headings}>
      <tr>
        {run ? (
          <>
            <Cell className="font-medium">
              <Link href={paths.run(workspace, run.runId)} className="hover:underline">
                {run.name}
              </Link>
            </Cell>
            <Cell>
              <RunStatus status={run.status} />
            </Cell>
            <Cell align="end">{metric ? <Figure value={lastValue(metric)} /> : <span className="text-ink-3">none yet</span>}</Cell>
            <Cell align="end">
              <Duration from={run.startTime} until={run.endTime ?? undefined} />
            </Cell>
            <Cell align="end">{run.params.length}</Cell>
          </>
        ) : (
          [118, 62, 44, 40, 30].map((width, at) => (
            <Cell key={width} {...(at > 1 ? { align: "end" as const } : {})}>
              <Skeleton width={width} />
            </Cell>
          ))
        )}
      </tr>
    </Table>
  );
}

const helpAfterMs = 60_000;

function Help({ origin, since }: { origin: string; since: number }) {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), Math.max(0, since + helpAfterMs - Date.now()));
    return () => clearTimeout(timer);
  }, [since]);
  return (
    <details open={isLate} className="mt-2">
      <summary className="text-ink-3 text-small">Still nothing after a minute? Check the connection</summary>
      <CodeBlock label="Connection check" language="shell" code={checkCode(origin)} className="mt-1.5" />
      <ul className="mt-1.5 grid list-disc gap-0.5 pl-4 text-ink-2 text-small">
        <li>200 and a list: the way and the token are right. The script points elsewhere, or has not reached start_run.</li>
        <li>401: the token is missing, mistyped, expired or revoked. Create a new one above.</li>
        <li>“Could not resolve” or “refused”: this address is not reachable from there, or a proxy stands between.</li>
        <li>A certificate error: the machine does not trust the certificate of this address.</li>
      </ul>
    </details>
  );
}
