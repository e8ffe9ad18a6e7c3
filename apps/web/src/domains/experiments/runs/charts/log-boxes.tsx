"use client";
import type { PanelOf } from "@plumbline/contracts/experiments/chart-panel";
import { CheckboxRow } from "@plumbline/ui/checkbox";

/** Which axes of a chart are logarithmic. */
export function LogBoxes<Panel extends PanelOf<"line" | "scatter">>({
  panel,
  onChange,
}: {
  panel: Panel;
  onChange: (panel: Panel) => void;
}) {
  return (
    <div className="flex flex-wrap gap-x-6 gap-y-2">
      <CheckboxRow checked={panel.isLogX} onChange={(isLogX) => onChange({ ...panel, isLogX })}>
        Log axis across
      </CheckboxRow>
      <CheckboxRow checked={panel.isLogY} onChange={(isLogY) => onChange({ ...panel, isLogY })}>
        Log axis upwards
      </CheckboxRow>
    </div>
  );
}
