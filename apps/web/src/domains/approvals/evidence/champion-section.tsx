"use client";
import type { Evidence } from "@plumbline/contracts/evidence/evidence";
import { Figure } from "@plumbline/ui/figure";
import { formatCount } from "@plumbline/ui/format/number";
import { Status } from "@plumbline/ui/status";
import { Trophy } from "lucide-react";
import { Section } from "../request/section.tsx";
import type { VersionName } from "../subject.ts";
import { type ComparedMetric, type ComparisonReport, readComparison } from "./comparison-report.ts";
import { comparisonWords, verdictSign } from "./comparison-words.ts";
import { IntervalMark } from "./interval-mark.tsx";
import { inOwnWidths, type Scale, scaleOver } from "./interval-scale.ts";
import { useVersionName } from "./use-evidence.ts";

/** The version against the one in production, metric by metric. Left out where the evidence holds no figures. */
export function ChampionSection({ evidence }: { evidence: Evidence }) {
  const version = useVersionName();
  const report = readComparison(evidence.report, evidence.values);
  const [first] = report?.metrics ?? [];
  if (!(report && first && version)) return null;
  return <Comparison report={report} first={first} evidence={evidence} version={version} />;
}

interface ComparisonProps {
  report: ComparisonReport;
  first: ComparedMetric;
  evidence: Evidence;
  version: VersionName;
}

function Comparison({ report, first, evidence, version }: ComparisonProps) {
  const other = report.champion;
  const words = comparisonWords(first);
  const rows = report.metrics.map((metric) => ({
    metric,
    // The margin is in the unit of the metric that was asked for.
    drawn: inOwnWidths(metric.improvement ?? 0, metric.interval, metric === first ? report.margin : 0),
  }));
  const scale = scaleOver(rows.flatMap(({ drawn }) => [drawn.interval?.low, drawn.interval?.high, drawn.at, 0, -1, 1]));
  const title = other ? `Against champion ${other}` : "Against the champion";
  const plot = first.interval && rows[0] && <Mark metric={first} drawn={rows[0].drawn} scale={scale} />;
  return (
    <Section
      icon={Trophy}
      title={title}
      aside="on the same rows"
      value={words.lead.replace(/^[^:]*: /, "")}
      brief={words.interval ? `${words.lead} (${words.interval})` : words.lead}
      plot={plot}
      tone={first.verdict === "worse" ? "bad" : "good"}
      flush
    >
      <p className="px-3 py-2">
        <span className="font-semibold">{words.lead}</span> {words.interval && <span className="text-ink-2">({words.interval})</span>}
      </p>
      <table className="w-full border-collapse" aria-label={title}>
        <thead>
          <tr className="h-6 border-b text-ink-3 text-small [&>th]:px-1.5 [&>th]:font-medium">
            <th scope="col" className="pl-3! text-left">
              Metric
            </th>
            <th scope="col" className="text-right">
              {other ?? "champion"}
            </th>
            <th scope="col" className="text-right">
              {version.version}
            </th>
            <th scope="col" className="text-center">
              worse | better
            </th>
            <th scope="col" className="text-left">
              <span className="sr-only">Verdict</span>
            </th>
          </tr>
        </thead>
        <tbody className="[&>tr:last-child]:border-0">
          {rows.map(({ metric, drawn }) => (
            <tr key={metric.metric} className="h-7 border-b [&>td]:px-1.5">
              <td className="pl-3!">{metric.metric}</td>
              <td className="text-right text-ink-2">{metric.champion === null ? "–" : <Figure value={metric.champion} />}</td>
              <td className="text-right">{metric.candidate === null ? "–" : <Figure value={metric.candidate} />}</td>
              <td className="w-28 py-0">
                <Mark metric={metric} drawn={drawn} scale={scale} />
              </td>
              <td>
                <Status shape={verdictSign(metric.verdict).shape}>{verdictSign(metric.verdict).word}</Status>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="border-t px-3 py-1.5 text-ink-3 text-small">
        {report.rows !== null && `${formatCount(report.rows)} rows. `}
        {report.margin > 0 ? "Band: differences that do not matter. " : ""}
        {evidence.summary}
      </p>
    </Section>
  );
}

function Mark({ metric, drawn, scale }: { metric: ComparedMetric; drawn: ReturnType<typeof inOwnWidths>; scale: Scale }) {
  const { lead, interval } = comparisonWords(metric);
  return (
    <IntervalMark
      scale={scale}
      value={metric.improvement === null ? null : drawn.at}
      interval={drawn.interval}
      zero={0}
      band={drawn.margin > 0 ? { low: -drawn.margin, high: drawn.margin } : undefined}
      label={interval ? `${lead}, ${interval}` : lead}
    />
  );
}
