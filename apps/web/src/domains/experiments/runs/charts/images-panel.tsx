"use client";
import { ChartCard } from "@plumbline/ui/charts/chart-card";
import { Skeleton } from "@plumbline/ui/skeleton";
import { Swatch } from "@plumbline/ui/status";
import { useQueries } from "@tanstack/react-query";
import { useId, useMemo, useState } from "react";
import { contentAddress, directoryQuery } from "#src/domains/artifacts/queries.ts";
import { useApi } from "#src/shell/api.tsx";
import { isCode } from "#src/shell/problem-text.ts";
import { useBoard } from "./board-context.ts";
import type { LineRun } from "./curve-lines.ts";
import { imageAt, type LoggedImage, readImages } from "./logged-images.ts";
import type { PanelProps } from "./panel-props.ts";

const folder = "images";
/** Each of them is a folder to read. */
const mostRuns = 12;

/** The images that the drawn runs logged under one name, at one step. */
export function ImagesPanel({ panel, card, height }: PanelProps<"images">) {
  const api = useApi();
  const { runs } = useBoard();
  const shown = runs.slice(0, mostRuns);
  const folders = useQueries({ queries: shown.map(({ runId }) => directoryQuery(api, runId, folder)) });
  const stamp = folders.map(({ dataUpdatedAt }) => dataUpdatedAt).join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: `stamp` tells when a folder was read; their list is a new one each time
  const images = useMemo(() => folders.map(({ data }) => readImages(data?.items.map(({ path }) => path) ?? [])), [stamp]);
  const steps = [...new Set(images.flatMap((each) => each.flatMap((image) => (image.key === panel.key ? image.step : []))))].sort(
    (a, b) => a - b,
  );
  const [chosen, setChosen] = useState<number>();
  const step = chosen ?? steps.at(-1) ?? 0;
  const rows = shown.map((run, at) => ({ run, image: imageAt(images[at] ?? [], panel.key, step) }));
  const isPending = folders.some((query) => query.isPending);
  const failed = folders.filter(({ error }) => error && !isCode(error, "not-found")).length;
  const notes = [
    ...(runs.length > mostRuns ? [`${mostRuns} of ${runs.length} runs shown`] : []),
    ...(failed > 0 ? [`The files of ${failed} ${failed === 1 ? "run" : "runs"} could not be read`] : []),
  ];
  const table =
    steps.length > 0
      ? () => ({ head: ["run", "step", "file"], rows: rows.map(({ run, image }) => [run.name, image?.step, image?.path]) })
      : undefined;
  return (
    <ChartCard {...card} notes={notes} table={table}>
      {isPending && <Skeleton className="m-3 h-24! w-full" />}
      {!isPending && steps.length === 0 && (
        <NoImages name={panel.key} keys={[...new Set(images.flat().map(({ key }) => key))]} height={height} />
      )}
      {steps.length > 0 && (
        <>
          <StepSlider steps={steps} step={step} onChange={setChosen} />
          <ul
            style={{ maxHeight: Math.max(height, 200) }}
            className="grid grid-cols-[repeat(auto-fill,minmax(120px,1fr))] gap-2 overflow-y-auto px-3 pb-3"
          >
            {rows.map(({ run, image }) => (
              <Shown key={run.runId} run={run} image={image} address={(path) => contentAddress(api, run.runId, path)} />
            ))}
          </ul>
        </>
      )}
    </ChartCard>
  );
}

function NoImages({ name, keys, height }: { name: string; keys: readonly string[]; height: number }) {
  return (
    <div style={{ height }} className="grid content-center gap-1 px-3 text-center text-ink-3">
      <p>None of the drawn runs has logged an image named {name}.</p>
      {keys.length > 0 && <p>There are: {keys.slice(0, 8).join(", ")}. Configure the panel to show one of them.</p>}
      {keys.length === 0 && (
        <p>
          <code className="code">mlflow.log_image(image, key="{name}", step=1)</code> logs one.
        </p>
      )}
    </div>
  );
}

function StepSlider({ steps, step, onChange }: { steps: readonly number[]; step: number; onChange: (step: number) => void }) {
  const id = useId();
  const at = Math.max(
    0,
    steps.findLastIndex((each) => each <= step),
  );
  return (
    <div className="flex items-center gap-2 px-3 py-1.5 text-ink-2 text-small">
      <label htmlFor={id}>Step</label>
      <input
        id={id}
        type="range"
        min={0}
        max={steps.length - 1}
        value={at}
        aria-valuetext={`step ${steps[at]}`}
        onChange={(event) => onChange(steps[Number(event.target.value)] ?? step)}
        className="h-6 min-w-0 flex-1 accent-accent"
      />
      <output htmlFor={id} className="tabular-nums">
        {steps[at]}
      </output>
    </div>
  );
}

function Shown({ run, image, address }: { run: LineRun; image: LoggedImage | undefined; address: (path: string) => string }) {
  return (
    <li className="min-w-0">
      {image ? (
        <a href={address(image.path)} target="_blank" rel="noreferrer" title={`${run.name}, step ${image.step}`}>
          {/* biome-ignore lint/performance/noImgElement: the bytes are shown as they were logged, not as an optimizer would have them */}
          <img
            src={address(image.smallPath ?? image.path)}
            alt={`${image.key} of ${run.name} at step ${image.step}`}
            loading="lazy"
            className="aspect-square w-full rounded-sm bg-sunken object-contain"
          />
        </a>
      ) : (
        <span className="grid aspect-square w-full place-items-center rounded-sm bg-sunken text-ink-3 text-small">none yet</span>
      )}
      <span className="mt-1 flex items-center gap-1.5 text-small">
        <Swatch color={run.color} />
        <span className="truncate" title={run.name}>
          {run.name}
        </span>
        {image && <span className="ml-auto flex-none text-ink-3">{image.step}</span>}
      </span>
    </li>
  );
}
