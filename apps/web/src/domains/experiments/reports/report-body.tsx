"use client";
import { readReport } from "@plumbline/contracts/experiments/report-text";
import { Markdown } from "@plumbline/ui/markdown";
import dynamic from "next/dynamic";
import { useMemo } from "react";
import { BlockProblem } from "./block-problem.tsx";

const RunsBlockView = dynamic(() => import("./runs-block.tsx").then((module) => module.RunsBlockView));

/** A report as it reads: its text, and between it tables and charts of the runs as they are now. */
export function ReportBody({ text }: { text: string }) {
  const parts = useMemo(() => readReport(text), [text]);
  if (parts.length === 0) return <p className="text-ink-3">Nothing is written yet.</p>;
  return (
    <div className="grid min-w-0 gap-4">
      {parts.map((part, at) => {
        const key = `${at} ${part.kind}`;
        if (part.kind === "text") return <Markdown key={key} text={part.text} className="max-w-[78ch]" />;
        if (part.kind === "problem") return <BlockProblem key={key} line={part.line} message={part.message} />;
        return <RunsBlockView key={key} block={part} />;
      })}
    </div>
  );
}
