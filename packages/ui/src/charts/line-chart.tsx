"use client";
import { Ellipsis, Table2 } from "lucide-react";
import { lazy, type ReactNode, Suspense, useMemo, useRef, useState } from "react";
import { IconButton } from "../button.tsx";
import { Figure } from "../figure.tsx";
import { Menu, MenuItem, MenuSeparator } from "../menu.tsx";
import { Swatch } from "../status.tsx";
import { CurveCanvas } from "./curve-canvas.tsx";
import { usePalette } from "./palette.ts";
import { saveCsv, savePng, saveSvg } from "./save.ts";
import { type CurveSeries, type PreparedCurves, prepareCurves, valueAt } from "./series.ts";

export type { CurvePoint, CurveSeries } from "./series.ts";

const CurveTable = lazy(() => import("./curve-table.tsx").then((module) => ({ default: module.CurveTable })));

export interface LineChartProps {
  title: string;
  series: readonly CurveSeries[];
  /** What runs along the bottom; `time` is in seconds since the start. */
  xLabel: "step" | "time";
  /** Charts of one key share their cursor. */
  syncKey: string;
  isLog?: boolean;
  smoothing?: number;
  gapFactor?: number;
  isLive?: boolean;
  height?: number;
  unit?: string;
  /** Off where a legend stands elsewhere for several charts. */
  hasLegend?: boolean;
  /** At the end of the header: the best value, or how much is shown. */
  aside?: ReactNode;
  range: readonly [number, number] | undefined;
  onRange: (range: readonly [number, number] | undefined) => void;
  onCursor?: (x: number | undefined) => void;
}

/** One chart with its reading, its table and its exports. */
export function LineChart(props: LineChartProps) {
  const { series, isLog = false, smoothing = 0, gapFactor, height = 150 } = props;
  const prepared = useMemo(
    () => prepareCurves(series, { isLog, smoothing, ...(gapFactor === undefined ? {} : { gapFactor }) }),
    [series, isLog, smoothing, gapFactor],
  );
  const [cursor, setCursor] = useState<number>();
  const canvas = useRef<HTMLCanvasElement>(undefined);
  const report = (x: number | undefined) => {
    setCursor(x);
    props.onCursor?.(x);
  };
  const hasPoints = prepared.x.length > 0;
  return (
    <section aria-label={props.title} className="min-w-0 overflow-hidden rounded-lg border bg-surface">
      <header className="flex min-h-8 items-center gap-2 border-b py-0.5 pr-1 pl-3">
        <h3 className="truncate font-semibold" title={props.title}>
          {props.title}
        </h3>
        <Reading prepared={prepared} cursor={cursor} unit={props.unit} />
        <span className="ml-auto flex-none text-ink-2">{props.aside}</span>
        <ChartMenu title={props.title} prepared={prepared} xLabel={props.xLabel} isLog={isLog} canvas={() => canvas.current} />
      </header>
      {hasPoints ? (
        <div role="img" aria-label={describe(props, prepared)} className="pt-0.5 pb-1">
          <CurveCanvas
            prepared={prepared}
            height={height}
            isLog={isLog}
            isTime={props.xLabel === "time"}
            isLive={props.isLive ?? false}
            syncKey={props.syncKey}
            range={props.range}
            onRange={props.onRange}
            onCursor={report}
            onCanvas={(drawn) => {
              canvas.current = drawn;
            }}
          />
        </div>
      ) : (
        <p style={{ height }} className="grid place-items-center text-ink-3">
          No points yet
        </p>
      )}
      {prepared.series.length > 1 && (props.hasLegend ?? true) && <Legend prepared={prepared} cursor={cursor} />}
      <Notes prepared={prepared} />
    </section>
  );
}

function describe(props: LineChartProps, prepared: PreparedCurves): string {
  const curves = prepared.series.length === 1 ? "" : `, ${prepared.series.length} curves`;
  return `${props.title} by ${props.xLabel}${curves}. The menu has its table.`;
}

/** The first curve's value at the cursor, or its last. */
function Reading(props: { prepared: PreparedCurves; cursor: number | undefined; unit: string | undefined }) {
  const x = props.cursor ?? props.prepared.x.at(-1);
  const value = x === undefined || props.prepared.series.length !== 1 ? undefined : valueAt(props.prepared, 0, x);
  return value === undefined ? null : <Figure value={value} {...(props.unit && { unit: props.unit })} className="text-ink-3" />;
}

function Legend({ prepared, cursor }: { prepared: PreparedCurves; cursor: number | undefined }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 px-3 pb-2 text-ink-2 text-small">
      {prepared.series.map((series, at) => {
        const value = cursor === undefined ? undefined : valueAt(prepared, at, cursor);
        return (
          <li key={series.id} className="flex min-w-0 items-center gap-1.5">
            <Swatch color={series.color} />
            <span className="truncate">{series.label}</span>
            {value !== undefined && <Figure value={value} className="text-ink" />}
          </li>
        );
      })}
    </ul>
  );
}

function Notes({ prepared }: { prepared: PreparedCurves }) {
  const shown = prepared.series.length;
  const cut = prepared.seriesCount > shown ? [`${shown} of ${prepared.seriesCount} curves shown`] : [];
  const notes = [...cut, ...prepared.notes];
  return notes.length === 0 ? null : <p className="px-3 pb-2 text-ink-3 text-small">{notes.join(". ")}.</p>;
}

interface ChartMenuProps {
  title: string;
  prepared: PreparedCurves;
  xLabel: string;
  isLog: boolean;
  canvas: () => HTMLCanvasElement | undefined;
}

function ChartMenu({ canvas, ...input }: ChartMenuProps) {
  const [isTable, setTable] = useState(false);
  const palette = usePalette();
  const png = () => {
    const drawn = canvas();
    if (drawn) savePng(drawn, { ...input, palette });
  };
  return (
    <>
      <Menu
        trigger={
          <IconButton label={`More for ${input.title}`} size="small">
            <Ellipsis className="icon-small" />
          </IconButton>
        }
      >
        <MenuItem onSelect={() => setTable(true)}>
          <Table2 className="icon-small text-ink-3" />
          Show as table
        </MenuItem>
        <MenuSeparator />
        <MenuItem onSelect={png}>Save as PNG</MenuItem>
        <MenuItem onSelect={() => saveSvg({ ...input, palette })}>Save as SVG</MenuItem>
        <MenuItem onSelect={() => saveCsv({ ...input, palette })}>Save as CSV</MenuItem>
      </Menu>
      {isTable && (
        <Suspense>
          <CurveTable {...input} onClose={() => setTable(false)} />
        </Suspense>
      )}
    </>
  );
}
