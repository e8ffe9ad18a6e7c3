"use client";
import { clsx } from "clsx";
import { Ellipsis, Table2 } from "lucide-react";
import { lazy, type ReactNode, Suspense, useMemo, useRef, useState } from "react";
import { IconButton } from "../button.tsx";
import { Figure } from "../figure.tsx";
import { Menu, MenuItem, MenuSeparator } from "../menu.tsx";
import { CurveCanvas } from "./curve-canvas.tsx";
import { usePalette } from "./palette.ts";
import type { Band } from "./plot.ts";
import { saveCsv, savePng, saveSvg } from "./save.ts";
import { type CurveSeries, type PreparedCurves, prepareCurves, valueAt } from "./series.ts";

export type { CurveSeries } from "./series.ts";

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
  /** The least and the greatest value there can be; by default those there are. */
  domain?: readonly [number, number];
  /** Stretches of the bottom axis that are set apart and break the curves, such as a time in which nothing ran. */
  bands?: readonly Band[];
  /** Off where a legend stands elsewhere for several charts. */
  hasLegend?: boolean;
  /** At the end of the header: the best value, or how much is shown. */
  aside?: ReactNode;
  range: readonly [number, number] | undefined;
  onRange: (range: readonly [number, number] | undefined) => void;
  onCursor?: (x: number | undefined) => void;
}

const noBands: readonly Band[] = [];

/** One chart with its reading, its table and its exports. */
export function LineChart(props: LineChartProps) {
  const { series, isLog = false, smoothing = 0, gapFactor, height = 150, bands = noBands } = props;
  const prepared = useMemo(() => {
    const breaks = bands.map(({ from, to }) => (from + to) / 2);
    return prepareCurves(series, { isLog, smoothing, breaks, ...(gapFactor === undefined ? {} : { gapFactor }) });
  }, [series, isLog, smoothing, gapFactor, bands]);
  const [cursor, setCursor] = useState<number>();
  const canvas = useRef<HTMLCanvasElement>(undefined);
  const report = (x: number | undefined) => {
    setCursor(x);
    props.onCursor?.(x);
  };
  const hasPoints = prepared.x.length > 0;
  const hasLegend = props.hasLegend ?? true;
  return (
    <section aria-label={props.title} className="@container min-w-0 overflow-hidden rounded-lg border bg-surface">
      <header className="flex min-h-8 items-center gap-2 border-b py-0.5 pr-1 pl-3">
        <h3 className="max-w-[60%] flex-none truncate font-semibold" title={props.title}>
          {props.title}
        </h3>
        <Reading prepared={prepared} cursor={cursor} unit={props.unit} hasLegend={hasLegend} />
        <span className="ml-auto flex-none whitespace-nowrap text-ink-2">{props.aside}</span>
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
            domain={props.domain}
            bands={bands}
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
      {hasLegend && prepared.series.length > 1 && (
        <Legend
          prepared={prepared}
          cursor={cursor ?? (prepared.series.length <= fewSeries ? prepared.x.at(-1) : undefined)}
          className={clsx("flex flex-wrap px-3 pb-2", legendBelow[prepared.series.length])}
        />
      )}
      <Notes prepared={prepared} />
    </section>
  );
}

function describe(props: LineChartProps, prepared: PreparedCurves): string {
  const curves = prepared.series.length === 1 ? "" : `, ${prepared.series.length} curves`;
  return `${props.title} by ${props.xLabel}${curves}. The menu has its table.`;
}

/** Curves that can be named in the header; more, or those of a narrow chart, get a legend below. */
const fewSeries = 3;
/** By how many curves there are: from which width of the chart on the header has room to name them. */
const legendInHeader: Partial<Record<number, string>> = { 2: "@min-[22rem]:flex", 3: "@min-[32rem]:flex" };
const legendBelow: Partial<Record<number, string>> = { 2: "@min-[22rem]:hidden", 3: "@min-[32rem]:hidden" };

interface ReadingProps {
  prepared: PreparedCurves;
  cursor: number | undefined;
  unit: string | undefined;
  hasLegend: boolean;
}

/** The value at the cursor, or the last one; of a few curves, each with its name. */
function Reading({ prepared, cursor, unit, hasLegend }: ReadingProps) {
  const count = prepared.series.length;
  const x = cursor ?? prepared.x.at(-1);
  if (x === undefined || count === 0 || count > fewSeries) return null;
  if (count > 1) {
    const className = clsx("hidden h-[17px] flex-1 flex-wrap overflow-hidden", legendInHeader[count]);
    return hasLegend && <Legend prepared={prepared} cursor={x} className={className} />;
  }
  const value = valueAt(prepared, 0, x);
  return value === undefined ? null : <Figure value={value} {...(unit && { unit })} className="text-ink-3" />;
}

function Legend({ prepared, cursor, className }: { prepared: PreparedCurves; cursor: number | undefined; className: string }) {
  return (
    <ul className={clsx("min-w-0 gap-x-3 gap-y-1 text-ink-2 text-small", className)}>
      {prepared.series.map((series, at) => {
        const value = cursor === undefined ? undefined : valueAt(prepared, at, cursor);
        return (
          <li key={series.id} className="flex items-center gap-1.5 whitespace-nowrap">
            <i
              aria-hidden="true"
              style={{ borderColor: `var(--s${series.color})` }}
              className={clsx("w-3.5 flex-none border-t-2", series.isDashed && "border-dotted")}
            />
            {series.label}
            {value !== undefined && <Figure value={value} className="text-ink-3" />}
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
