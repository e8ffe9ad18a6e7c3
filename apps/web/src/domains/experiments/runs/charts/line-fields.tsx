"use client";
import type { PanelOf } from "@plumbline/contracts/experiments/chart-panel";
import type { RunKeys } from "@plumbline/contracts/experiments/run";
import { Segments } from "@plumbline/ui/tabs";
import { useMemo } from "react";
import { SmoothingSlider } from "../../run/smoothing-slider.tsx";
import { columnChoices } from "./column-choices.ts";
import { KeyField, KeysField } from "./key-fields.tsx";
import { LogBoxes } from "./log-boxes.tsx";

const axes = [
  { value: "step", label: "Step" },
  { value: "relative", label: "Time since start" },
  { value: "clock", label: "Clock" },
  { value: "metric", label: "Metric" },
] as const;

export interface LineFieldsProps {
  panel: PanelOf<"line">;
  known: RunKeys;
  onChange: (panel: PanelOf<"line">) => void;
}

/** Which metrics, over what, and how they are drawn. */
export function LineFields({ panel, known, onChange }: LineFieldsProps) {
  const metrics = useMemo(() => known.metrics.map((key) => ({ value: key, label: key })), [known.metrics]);
  const groups = useMemo(
    () => columnChoices(known, { hasTexts: true }).filter(({ value }) => !value.startsWith("m:") && value !== "duration"),
    [known],
  );
  return (
    <>
      <KeysField
        label="Metrics"
        choices={metrics}
        values={panel.metrics}
        most={8}
        onChange={(next) => onChange({ ...panel, metrics: next })}
      />
      <div>
        <p className="mb-1 font-medium">Along the bottom</p>
        <Segments label="Along the bottom" value={panel.x} onChange={(x) => onChange({ ...panel, x })} options={axes} />
      </div>
      {panel.x === "metric" && (
        <KeyField
          name="xMetric"
          label="Metric along the bottom"
          choices={metrics}
          value={panel.xMetric}
          onChange={(xMetric) => onChange({ ...panel, xMetric })}
        />
      )}
      <LogBoxes panel={panel} onChange={onChange} />
      <SmoothingSlider value={panel.smoothing} onChange={(smoothing) => onChange({ ...panel, smoothing })} />
      <KeyField
        name="bandBy"
        label="One band for each"
        help="Runs that have the same are drawn as their mean, between the least and the greatest of them."
        choices={groups}
        value={panel.bandBy}
        onClear={() => onChange({ ...panel, bandBy: undefined })}
        onChange={(bandBy) => onChange({ ...panel, bandBy })}
      />
    </>
  );
}
