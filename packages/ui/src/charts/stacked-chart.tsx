"use client";
import { Ellipsis } from "lucide-react";
import { lazy, type ReactNode, Suspense, useMemo, useState } from "react";
import { IconButton } from "../button.tsx";
import { Menu, MenuItem } from "../menu.tsx";
import { placeEndLabels } from "./end-labels.ts";
import { usePalette } from "./palette.ts";
import { saveCsv, saveSvg, saveSvgAsPng } from "./save.ts";
import { type CurveSeries, prepareCurves } from "./series.ts";
import { type StackBand, type StackSeries, stackSeries } from "./stack.ts";
import { numberTicks } from "./ticks.ts";

const CurveTable = lazy(() => import("./curve-table.tsx").then((module) => ({ default: module.CurveTable })));

export interface StackedChartProps {
  /** What is shown, for assistive technology and files. */
  title: string;
  series: readonly StackSeries[];
  /** Steps of equal length. */
  steps: number;
  stepSeconds: number;
  /** A line across, with its name, such as what there is. */
  limit?: { value: number; label: string } | undefined;
  height?: number;
  /** Below the drawing: the bottom axis, drawn by who knows the reader's clock. */
  axis?: ReactNode;
}

const colorOf = (series: StackSeries): string => (series.color === null ? "var(--text-3)" : `var(--s${series.color})`);
const width = 1000;

/** What several hold of one thing over time, laid on each other, with names at the right edge, its table and its files. */
export function StackedChart({ title, series, steps, limit, height = 180, axis, stepSeconds }: StackedChartProps) {
  const stack = useMemo(() => stackSeries(series, steps, limit?.value), [series, steps, limit?.value]);
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => share * stack.max);
  const labels = numberTicks(ticks);
  return (
    <div className="relative">
      <div className="grid grid-cols-[36px_minmax(0,1fr)_auto] gap-x-2">
        <div aria-hidden="true" className="relative text-right text-[10px] text-ink-3 tabular-nums" style={{ height }}>
          {ticks.map((tick, at) => (
            <span key={tick} className="absolute right-0 translate-y-1/2" style={{ bottom: `${(tick / stack.max) * 100}%` }}>
              {labels[at]}
            </span>
          ))}
        </div>
        <div role="img" aria-label={`${title}. The menu has its table.`} className="relative min-w-0">
          <svg
            viewBox={`0 0 ${width} ${height}`}
            width="100%"
            height={height}
            preserveAspectRatio="none"
            aria-hidden="true"
            className="block"
          >
            {ticks.map((tick) => (
              <path
                key={tick}
                d={`M0 ${yOf(tick / stack.max, height)}H${width}`}
                className="stroke-line"
                vectorEffect="non-scaling-stroke"
              />
            ))}
            {stack.bands.map((band) => (
              <Band key={band.series.id} band={band} height={height} />
            ))}
            {limit && (
              <path
                d={`M0 ${yOf(limit.value / stack.max, height)}H${width}`}
                className="stroke-ink-2"
                strokeWidth={1.5}
                vectorEffect="non-scaling-stroke"
              />
            )}
          </svg>
          {axis}
        </div>
        <EndLabels bands={stack.bands} limit={limit && { ...limit, at: limit.value / stack.max }} height={height} />
      </div>
      <div className="absolute -top-1 right-0">
        <ChartMenu title={title} series={series} stepSeconds={stepSeconds} />
      </div>
    </div>
  );
}

const yOf = (share: number, height: number): number => Math.round((1 - share) * height * 100) / 100;

function Band({ band, height }: { band: StackBand; height: number }) {
  const color = colorOf(band.series);
  return (
    <g>
      <title>{band.series.label}</title>
      {band.outlines.map((points) => {
        const path = points.map(([x, y], at) => `${at === 0 ? "M" : "L"}${Math.round(x * width * 100) / 100} ${yOf(y, height)}`).join("");
        return (
          <path
            key={path}
            d={`${path}Z`}
            fill={color}
            fillOpacity={0.35}
            stroke={color}
            strokeWidth={1}
            vectorEffect="non-scaling-stroke"
          />
        );
      })}
    </g>
  );
}

const lineHeight = 14;

/** Names beside the last step. Narrow screens have the legend of the table instead. */
function EndLabels(props: { bands: readonly StackBand[]; limit: { label: string; at: number } | undefined; height: number }) {
  const named = props.bands.flatMap(({ end, series }) =>
    end && end.to > end.from ? [{ label: series.label, at: (end.from + end.to) / 2, share: end.to - end.from }] : [],
  );
  const placed = placeEndLabels([...named, ...(props.limit ? [props.limit] : [])], { height: props.height, lineHeight });
  return (
    <div aria-hidden="true" className="relative w-28 text-ink-2 text-small max-sm:hidden" style={{ height: props.height }}>
      {placed.map(({ label, bottom }) => (
        <span key={label} style={{ bottom, lineHeight: `${lineHeight}px` }} className="absolute left-0 max-w-full truncate">
          {label}
        </span>
      ))}
    </div>
  );
}

function ChartMenu({ title, series, stepSeconds }: { title: string; series: readonly StackSeries[]; stepSeconds: number }) {
  const [isTable, setTable] = useState(false);
  const palette = usePalette();
  const prepared = useMemo(() => prepareCurves(series.map((one) => curveOf(one, stepSeconds))), [series, stepSeconds]);
  const input = { title, prepared, xLabel: "seconds", isLog: false };
  return (
    <>
      <Menu
        trigger={
          <IconButton label={`More for ${title}`} size="small">
            <Ellipsis className="icon-small" />
          </IconButton>
        }
      >
        <MenuItem onSelect={() => setTable(true)}>Show as table</MenuItem>
        <MenuItem onSelect={() => void saveSvgAsPng({ ...input, palette })}>Save as PNG</MenuItem>
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

const curveOf = ({ id, label, color, values }: StackSeries, stepSeconds: number): CurveSeries => ({
  id,
  label,
  color: color ?? 8,
  points: values.flatMap((y, step) => (y === null ? [] : [{ x: step * stepSeconds, y }])),
});
