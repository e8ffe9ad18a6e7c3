"use client";
import { Button } from "@plumbline/ui/button";
import { ParallelChart } from "@plumbline/ui/charts/parallel-chart";
import { Popover } from "@plumbline/ui/popover";
import { useMemo } from "react";
import { roundEnd } from "../runs/charts/brush-filter.ts";
import { KeysField } from "../runs/charts/key-fields.tsx";
import { axisChoices, axisWords, defaultAxes } from "./chart-columns.ts";
import { isLogRow } from "./kept-runs.ts";
import { valueAt } from "./key-rows.ts";
import type { Compared } from "./use-compared.ts";

const height = 420;
const mostAxes = 12;
/** Of so few runs each is drawn in its colour; of more, those that a brush keeps are. */
const fewRuns = 12;

/** Every run as a line through its params and what it reached; a brush cuts the whole page. */
export function ParallelPanel({ compared }: { compared: Compared }) {
  const { runs, index, brushes, colors, kept, baseline } = compared;
  const columns = useAxes(compared);
  const axes = useMemo(
    () =>
      columns.map((id) => {
        const row = index.get(id);
        return { id, label: row ? axisWords(row) : id, isLog: isLogRow(row) };
      }),
    [columns, index],
  );
  const isFew = runs.length <= fewRuns || (brushes.length > 0 && kept.length <= fewRuns);
  const rows = useMemo(
    () =>
      runs.map(({ runId, name }, at) => ({
        id: runId,
        label: name,
        color: colors.get(runId) ?? 1,
        isStrong: isFew ? kept.includes(at) : at === baseline,
        values: columns.map((id) => {
          const row = index.get(id);
          return row && valueAt(row, at);
        }),
      })),
    [runs, colors, columns, index, isFew, kept, baseline],
  );
  const drawn = useMemo(
    () => brushes.filter(({ column }) => columns.includes(column)).map(({ column, from, to }) => ({ axis: column, from, to })),
    [brushes, columns],
  );
  const note = `${runs.length} runs${brushes.length > 0 ? "" : ". Drag along an axis to keep a part of them"}`;
  return (
    <ParallelChart
      card={{ title: "Parallel coordinates", subtitle: note, aside: <AxesChoice compared={compared} columns={columns} /> }}
      axes={axes}
      rows={rows}
      brushes={drawn}
      height={height}
      onBrush={(column, stretch) =>
        compared.setBrush(column, stretch && { column, from: roundEnd(stretch.from), to: roundEnd(stretch.to) })
      }
    />
  );
}

/** Those of the address that the runs have; else the most telling ones. */
function useAxes({ axes, index, rows, lead, correlations }: Compared): readonly string[] {
  const asked = axes.join("\n");
  return useMemo(() => {
    const known = asked.split("\n").filter((id) => index.has(id));
    return known.length > 1 ? known : defaultAxes(rows, lead, correlations);
  }, [asked, index, rows, lead, correlations]);
}

function AxesChoice({ compared, columns }: { compared: Compared; columns: readonly string[] }) {
  const choices = useMemo(() => axisChoices(compared.rows), [compared.rows]);
  return (
    <Popover trigger={<Button size="small">Axes</Button>} label="Axes" align="end">
      <KeysField label="Axes" choices={choices} values={columns} most={mostAxes} onChange={compared.setAxes} />
    </Popover>
  );
}
