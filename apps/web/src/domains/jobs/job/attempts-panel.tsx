"use client";
import type { Attempt, JobDetail } from "@plumbline/contracts/jobs/job";
import { countText } from "@plumbline/ui/format/number";
import { Panel } from "@plumbline/ui/panel";
import { Status } from "@plumbline/ui/status";
import { Duration } from "@plumbline/ui/time";
import { clsx } from "clsx";
import { Cell, Table } from "#src/components/table.tsx";
import { Money } from "../money.tsx";
import { attemptSign } from "../words.ts";
import { useLogPlace } from "./log/use-log-place.ts";

const headings = [
  { label: "#" },
  { label: "End" },
  { label: "Node" },
  { label: "Queued", align: "end" as const },
  { label: "Ran", align: "end" as const },
  { label: "Cost", align: "end" as const },
];

interface Props {
  job: JobDetail;
  attempts: readonly Attempt[];
  /** Whose log is shown. */
  shown: number | undefined;
}

/** Every try, the newest first; a press shows its log. */
export function AttemptsPanel({ job, attempts, shown }: Props) {
  return (
    <Panel title="Attempts" aside={retriesText(job)} flush>
      <Table label="Attempts" headings={headings}>
        {[...attempts].reverse().map((attempt) => (
          <Row key={attempt.number} attempt={attempt} isShown={attempt.number === shown} />
        ))}
      </Table>
    </Panel>
  );
}

function retriesText({ attempts, spec }: JobDetail): string {
  const { userFailure } = spec.retries;
  const own = userFailure === 0 ? "no retry of your own failures" : `${countText(userFailure, "retry", "retries")} of your own failures`;
  return `${attempts}, ${own}`;
}

const instant = (text: string | null): number | undefined => (text === null ? undefined : Date.parse(text));

function Row({ attempt, isShown }: { attempt: Attempt; isShown: boolean }) {
  const place = useLogPlace();
  const { shape, word } = attemptSign(attempt);
  const [queued, starting, running, ended] = [attempt.queuedAt, attempt.startingAt, attempt.runningAt, attempt.endedAt].map(instant);
  return (
    <tr className={clsx(isShown && "bg-accent-soft")}>
      <Cell>
        <button
          type="button"
          aria-pressed={isShown}
          onClick={() => place.choose(attempt.number)}
          className="min-h-6 min-w-6 text-left font-medium text-accent hover:underline"
        >
          {attempt.number}
          <span className="sr-only">, show its log</span>
        </button>
      </Cell>
      <Cell className="w-full max-w-0 truncate">
        <Status shape={shape}>{word}</Status>
        {attempt.reason && attempt.outcome !== "succeeded" && (
          <span className="ml-1.5 text-ink-3" title={attempt.reason}>
            {attempt.reason}
          </span>
        )}
      </Cell>
      <Cell className="code max-w-32 truncate">
        <span title={attempt.nodes.join(", ")}>{nodesText(attempt.nodes)}</span>
      </Cell>
      <Cell align="end">{queued !== undefined && <Duration from={queued} until={starting ?? ended} />}</Cell>
      <Cell align="end">{running !== undefined && <Duration from={running} until={ended} />}</Cell>
      <Cell align="end">{attempt.cost && <Money {...attempt.cost} />}</Cell>
    </tr>
  );
}

const nodesText = (nodes: readonly string[]): string => (nodes.length > 1 ? `${nodes[0]} +${nodes.length - 1}` : (nodes[0] ?? ""));
