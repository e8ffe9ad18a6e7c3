"use client";
import type { previewJob } from "@plumbline/contracts/jobs/job";
import type { Output } from "@plumbline/contracts/operation";
import { Button } from "@plumbline/ui/button";
import { countText } from "@plumbline/ui/format/number";
import { Panel } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { Status } from "@plumbline/ui/status";
import { clsx } from "clsx";
import { TriangleAlert } from "lucide-react";
import { problemText } from "#src/shell/problem-text.ts";
import { useSpec } from "../spec-context.tsx";
import type { SpecProblem } from "../spec-problems.ts";
import type { SpecPreview } from "../use-spec-preview.ts";
import { ForecastRows } from "./forecast-rows.tsx";
import { ResolvedRows } from "./resolved-rows.tsx";

/** What submitting would do, kept up while one writes. */
export function PreviewPanel({ preview }: { preview: SpecPreview }) {
  const { value } = useSpec();
  return (
    <Panel
      title="If you submit it now"
      className="xl:sticky xl:top-3"
      actions={<Verdict preview={preview} isReadable={value !== undefined} />}
      flush
    >
      <Body preview={preview} isReadable={value !== undefined} />
    </Panel>
  );
}

function Verdict({ preview, isReadable }: { preview: SpecPreview; isReadable: boolean }) {
  const { isCurrent, problems, failure, data } = preview;
  if (!isReadable) return <Status shape="bad">Cannot be read</Status>;
  if (failure) return <Status shape="warn">Not checked</Status>;
  if (!isCurrent) return <Status shape="running">Checking</Status>;
  if (problems.length > 0) return <Status shape="bad">{countText(problems.length, "problem")}</Status>;
  return data?.forecast.startsNow ? <Status shape="good">Starts now</Status> : <Status shape="waiting">Waits</Status>;
}

function Body({ preview, isReadable }: { preview: SpecPreview; isReadable: boolean }) {
  const { data, problems, failure, isCurrent, retry } = preview;
  if (!isReadable)
    return <p className="p-3 text-ink-2">Once the text can be read, what it would take and when it would start stands here.</p>;
  if (failure) {
    return (
      <div role="alert" className="grid gap-2 p-3">
        <p className="text-bad">{problemText(failure).detail}</p>
        <span>
          <Button size="small" onClick={() => void retry()}>
            Check again
          </Button>
        </span>
      </div>
    );
  }
  return (
    <>
      {problems.length > 0 && <Problems problems={problems} />}
      {data ? (
        <Effect data={data} isOld={!isCurrent} />
      ) : (
        problems.length === 0 && <SkeletonRows label="What it would do is being read" rows={5} columns={[90, 200]} />
      )}
    </>
  );
}

function Problems({ problems }: { problems: readonly SpecProblem[] }) {
  return (
    <ul aria-label="Problems" className="border-b px-3 py-2">
      {problems.map(({ path, message }) => (
        <li key={`${path.join(".")} ${message}`} className="wrap-anywhere py-0.5 text-bad">
          {path.length > 0 && <span className="code mr-1.5">{path.join(".")}</span>}
          {message}
        </li>
      ))}
    </ul>
  );
}

function Effect({ data, isOld }: { data: Output<typeof previewJob>; isOld: boolean }) {
  const { forecast, resolved } = data;
  return (
    <div className={clsx("grid gap-3 p-3 transition-opacity", isOld && "opacity-60")}>
      <ForecastRows forecast={forecast} />
      {forecast.warnings.length > 0 && (
        <ul aria-label="Warnings" className="grid gap-1">
          {forecast.warnings.map((warning) => (
            <li key={warning} className="flex items-start gap-2 text-warn">
              <TriangleAlert className="icon-small mt-[3px]" aria-hidden="true" />
              {warning}
            </li>
          ))}
        </ul>
      )}
      <ResolvedRows resolved={resolved} />
    </div>
  );
}
