"use client";
import type { Evidence } from "@plumbline/contracts/evidence/evidence";
import { formatCount, formatNumber } from "@plumbline/ui/format/number";
import { Status } from "@plumbline/ui/status";
import { Scale as ScaleIcon } from "lucide-react";
import { Section } from "../request/section.tsx";
import { type FairnessReport, type GroupRow, readFairness, symmetric } from "./fairness-report.ts";
import { IntervalMark } from "./interval-mark.tsx";
import { type Scale, scaleOver } from "./interval-scale.ts";

/** How groups of people fare against the reference. Left out where the evidence tells of no groups. */
export function FairnessSection({ evidence }: { evidence: Evidence }) {
  const report = readFairness(evidence.report, evidence.values);
  if (!report) return null;
  const { groups, limit, lowest } = report;
  const scale = scaleOver([1, limit, ...groups.filter(isJudged).flatMap(({ ratio, interval }) => [ratio, interval?.low, interval?.high])]);
  const lead = leadOf(evidence, lowest);
  const small = groups.filter(({ isSufficient }) => !isSufficient);
  return (
    <Section
      icon={ScaleIcon}
      title="Fairness"
      aside="selection rate against the reference"
      value={lowest?.ratio ? `lowest ratio ${formatNumber(symmetric(lowest.ratio))}` : undefined}
      brief={small.length > 0 ? `${small.map(({ name }) => name).join(", ")}: too few rows to judge` : lead}
      plot={lowest && <Mark group={lowest} scale={scale} limit={limit} />}
      tone={evidence.verdict === "fail" ? "bad" : "good"}
      flush
    >
      <p className="px-3 py-2">
        <span className="font-semibold">{lead}</span>{" "}
        <span className="text-ink-2">
          {lowest && `(${lowest.name})`}
          {limit !== null && `, limit ${limit}`}
        </span>
      </p>
      <GroupTable report={report} scale={scale} />
      <p className="border-t px-3 py-1.5 text-ink-3 text-small">{evidence.summary || "The rows were deleted after computing."}</p>
    </Section>
  );
}

const isJudged = ({ isSufficient, isReference, ratio }: GroupRow): boolean => isSufficient && !isReference && ratio !== null;

function leadOf({ verdict }: Evidence, lowest: GroupRow | undefined): string {
  const word = {
    pass: "Holds",
    fail: "Does not hold",
    insufficient: "Too few rows to judge",
    inconclusive: "Inconclusive",
    info: "Recorded",
  }[verdict];
  return lowest?.ratio ? `${word}: lowest ratio ${formatNumber(symmetric(lowest.ratio))}` : word;
}

function GroupTable({ report, scale }: { report: FairnessReport; scale: Scale }) {
  return (
    <table className="w-full border-collapse" aria-label="Groups">
      <thead>
        <tr className="h-6 border-b text-ink-3 text-small [&>th]:px-1.5 [&>th]:font-medium">
          <th scope="col" className="pl-3! text-left">
            Group
          </th>
          <th scope="col" className="text-right">
            Rows
          </th>
          <th scope="col" className="text-right">
            Rate %
          </th>
          <th scope="col">
            <span className="sr-only">Interval</span>
          </th>
          <th scope="col" className="pr-3! text-right">
            Ratio
          </th>
        </tr>
      </thead>
      <tbody className="[&>tr:last-child]:border-0">
        {report.groups.map((group) => (
          <tr key={group.name} className="h-7 border-b tabular-nums [&>td]:px-1.5">
            <td className="wrap-anywhere pl-3!">{group.name}</td>
            <td className="text-right text-ink-2">{group.rows === null ? "–" : formatCount(group.rows)}</td>
            {group.isSufficient ? (
              <JudgedCells group={group} scale={scale} limit={report.limit} />
            ) : (
              <td colSpan={3} className="pr-3! text-ink-2">
                <Status shape="waiting">Too few to judge</Status>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface GroupProps {
  group: GroupRow;
  scale: Scale;
  limit: number | null;
}

function JudgedCells({ group, scale, limit }: GroupProps) {
  const ratio = group.ratio === null ? "–" : group.ratio.toFixed(2);
  return (
    <>
      <td className="text-right text-ink-2">{group.selectionRate === null ? "–" : (100 * group.selectionRate).toFixed(1)}</td>
      <td className="w-24 py-0">
        <Mark group={group} scale={scale} limit={limit} />
      </td>
      <td className="pr-3! text-right">{group.isReference ? <span className="text-ink-3">ref.</span> : ratio}</td>
    </>
  );
}

function Mark({ group, scale, limit }: GroupProps) {
  const interval = group.interval ? `, ${formatNumber(group.interval.low)} to ${formatNumber(group.interval.high)}` : "";
  const label = group.isReference ? `${group.name}, the reference` : `${group.name}: ratio ${formatNumber(group.ratio ?? 0)}${interval}`;
  return (
    <IntervalMark
      scale={scale}
      value={group.isReference ? null : group.ratio}
      interval={group.interval}
      zero={1}
      limit={limit}
      label={label}
    />
  );
}
