"use client";
import { ScatterChart } from "@plumbline/ui/charts/scatter-chart";
import { EmptyState } from "@plumbline/ui/states";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { roundEnd } from "../runs/charts/brush-filter.ts";
import { KeyField } from "../runs/charts/key-fields.tsx";
import { axisChoices, axisWords, defaultAxes } from "./chart-columns.ts";
import { isLogRow } from "./kept-runs.ts";
import { type KeyRow, valueAt } from "./key-rows.ts";
import { ParallelPanel } from "./parallel-panel.tsx";
import type { Compared } from "./use-compared.ts";

const height = 420;

/** Two figures of each run against each other; a rectangle that is drawn over them cuts the whole page. */
export function ScatterPart({ compared }: { compared: Compared }) {
  const { workspace } = useApi();
  const router = useRouter();
  const { x, y } = useAxes(compared);
  const points = usePoints(compared, x, y);
  const choices = useMemo(() => axisChoices(compared.rows), [compared.rows]);
  if (!(x && y)) return <EmptyState title="Nothing to draw">A scatter needs two things in which the runs differ.</EmptyState>;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <div className="grid gap-3 sm:grid-cols-2">
        <KeyField
          key={`x ${x.id}`}
          name="x"
          label="Across"
          choices={choices}
          value={x.id}
          onChange={(next) => compared.setScatter({ x: next })}
        />
        <KeyField
          key={`y ${y.id}`}
          name="y"
          label="Upwards"
          choices={choices}
          value={y.id}
          onChange={(next) => compared.setScatter({ y: next })}
        />
      </div>
      <ScatterChart
        card={{ title: `${axisWords(y)} by ${axisWords(x)}`, subtitle: "Draw a rectangle to keep the runs in it" }}
        points={points}
        xLabel={axisWords(x)}
        yLabel={axisWords(y)}
        isLogX={isLogRow(x)}
        isLogY={isLogRow(y)}
        height={height}
        onPress={(runId) => router.push(paths.run(workspace, runId))}
        onBrush={(box) =>
          compared.setBrushes([
            { column: x.id, from: roundEnd(box.x.from), to: roundEnd(box.x.to) },
            { column: y.id, from: roundEnd(box.y.from), to: roundEnd(box.y.to) },
          ])
        }
      />
      <ParallelPanel compared={compared} />
    </div>
  );
}

/** Those of the address; else the param that goes along with the metric most, and the metric. */
function useAxes({ scatter, index, rows, lead, correlations }: Compared): { x: KeyRow | undefined; y: KeyRow | undefined } {
  const [first, second] = defaultAxes(rows, lead, correlations);
  const rowOf = (id: string | undefined) => (id === undefined ? undefined : index.get(id));
  const y = rowOf(scatter.y) ?? lead ?? rowOf(second);
  return { x: rowOf(scatter.x) ?? (first === y?.id ? rowOf(second) : rowOf(first)), y };
}

function usePoints({ runs, kept, colors, brushes }: Compared, x: KeyRow | undefined, y: KeyRow | undefined) {
  return useMemo(() => {
    const strong = brushes.length > 0 ? new Set(kept) : undefined;
    return runs.map(({ runId, name }, at) => ({
      id: runId,
      label: name,
      color: colors.get(runId) ?? 1,
      isStrong: strong?.has(at) ?? false,
      x: x && valueAt(x, at),
      y: y && valueAt(y, at),
    }));
  }, [runs, kept, colors, brushes, x, y]);
}
