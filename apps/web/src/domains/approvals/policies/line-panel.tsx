"use client";
import { Panel } from "@plumbline/ui/panel";
import { clsx } from "clsx";
import type { useForecast } from "./policy-checks.ts";

interface Props {
  line: number;
  sentences: readonly { line: number | null; text: string }[];
  forecast: ReturnType<typeof useForecast>;
}

/** What the line under the caret says, and how many past decisions another number would have stopped. */
export function LinePanel({ line, sentences, forecast }: Props) {
  const sensitivity = forecast.simulation.data?.sensitivity;
  const change = forecast.plan.data?.changes.find((item) => item.line === line);
  const shown = sensitivity && sensitivity.line === line ? sensitivity : undefined;
  const here = sentences.filter((sentence) => sentence.line === line && sentence.text !== `${shown?.title}.`);
  if (here.length === 0 && !shown) return <Sentences sentences={sentences} />;
  return (
    <Panel title={shown?.title ?? "What this line says"} aside={`line ${line}`} flush>
      {(here.length > 0 || change) && (
        <div className="px-3 py-2 text-ink-2">
          {here.map(({ text }) => (
            <p key={text}>{text}</p>
          ))}
          {change && <p className="text-ink-3">{change.text}</p>}
        </div>
      )}
      {shown && <Bars points={shown.points} />}
    </Panel>
  );
}

interface Point {
  label: string;
  blocked: number;
  isDraft: boolean;
}

function Bars({ points }: { points: readonly Point[] }) {
  const most = Math.max(1, ...points.map(({ blocked }) => blocked));
  return (
    <dl className="grid gap-0.5 border-t px-3 py-2 first:border-0">
      {points.map(({ label, blocked, isDraft }) => (
        <div
          key={label}
          className={clsx(
            "grid grid-cols-[minmax(72px,132px)_minmax(0,1fr)_84px] items-center gap-2",
            isDraft ? "font-medium" : "text-ink-2",
          )}
        >
          <dt>
            {label}
            {isDraft && <span className="ml-2 font-normal text-ink-3">draft</span>}
          </dt>
          <dd aria-hidden="true" className="h-1.5 overflow-hidden rounded-full bg-sunken">
            <div className={clsx("h-full", isDraft ? "bg-accent" : "bg-line-strong")} style={{ width: `${(100 * blocked) / most}%` }} />
          </dd>
          <dd className="text-right tabular-nums">{blocked} blocked</dd>
        </div>
      ))}
    </dl>
  );
}

/** The whole policy in words, while the caret stands where nothing is said. */
function Sentences({ sentences }: Pick<Props, "sentences">) {
  if (sentences.length === 0) return null;
  return (
    <Panel title="What it says">
      <ul className="grid gap-1 text-ink-2">
        {sentences.map(({ line, text }) => (
          <li key={`${line} ${text}`} className="grid grid-cols-[28px_minmax(0,1fr)]">
            <span className="text-ink-3 tabular-nums">{line}</span>
            {text}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
