"use client";
import { useCallback, useMemo } from "react";
import { type CardParts, ChartCard } from "./chart-card.tsx";
import { type BandOfLines, bandsOf } from "./lines/bands.ts";
import { type Line, type PreparedLines, prepareLines } from "./lines/lines.ts";
import { drawLines } from "./lines/lines-scene.ts";
import { linesTable } from "./lines/lines-table.ts";
import { LinesPointer } from "./lines-pointer.tsx";
import { useQueued } from "./queued.ts";
import type { AxisWords } from "./scene/axis.ts";
import { SceneCanvas, type Size } from "./scene-canvas.tsx";

export interface LinesChartProps {
  card: CardParts;
  lines: readonly Line[];
  isLogX: boolean;
  isLogY: boolean;
  smoothing: number;
  /** So many lines are drawn; where there are more, the chart says so. */
  mostLines: number;
  /** Where it is given, each group is drawn as one: its mean between its least and its greatest. */
  groupColor?: ((group: string) => number) | undefined;
  xLabel: string;
  words: AxisWords;
  /** Charts of one axis share their crosshair. */
  axis: string;
  range: readonly [number, number] | undefined;
  onRange: (range: readonly [number, number] | undefined) => void;
  height: number;
}

interface Prepared extends PreparedLines {
  bands: BandOfLines[];
}

const noLines: readonly Prepared["lines"][number][] = [];

/** Curves of any number of runs over one axis, with their crosshair, their table and their files. */
export function LinesChart(props: LinesChartProps) {
  const { lines, isLogX, isLogY, smoothing, mostLines, groupColor, xLabel, words, range, height } = props;
  const prepared = useQueued(
    useCallback((): Prepared => {
      const made = prepareLines(lines, { isLogX, isLogY, smoothing, mostLines: groupColor ? lines.length : mostLines });
      return { ...made, bands: groupColor ? bandsOf(made.lines, { isLogX, colorOf: groupColor }) : [] };
    }, [lines, isLogX, isLogY, smoothing, mostLines, groupColor]),
  );
  const draw = useCallback(
    (size: Size) =>
      drawLines({ lines: prepared?.lines ?? noLines, bands: prepared?.bands ?? [], isLogX, isLogY, words, range, xLabel: "" }, size),
    [prepared, isLogX, isLogY, words, range],
  );
  const scene = useCallback(
    (size: Size) =>
      drawLines({ lines: prepared?.lines ?? noLines, bands: prepared?.bands ?? [], isLogX, isLogY, words, range, xLabel }, size).scene,
    [prepared, isLogX, isLogY, words, range, xLabel],
  );
  const table = useMemo(() => (prepared?.lines.length ? () => linesTable(prepared, xLabel) : undefined), [prepared, xLabel]);
  return (
    <ChartCard {...props.card} notes={notesOf(prepared)} table={table} scene={scene}>
      {prepared?.lines.length === 0 ? (
        <p style={{ height }} className="grid place-items-center px-3 text-center text-ink-3">
          None of the runs has points of this yet
        </p>
      ) : (
        <SceneCanvas draw={draw} height={height}>
          {(drawing) => (
            <LinesPointer
              label={describe(props, prepared)}
              drawing={drawing}
              lines={pointable(prepared)}
              axis={props.axis}
              xLabel={xLabel}
              words={words}
              onRange={props.onRange}
            />
          )}
        </SceneCanvas>
      )}
    </ChartCard>
  );
}

function notesOf(prepared: Prepared | undefined): string[] {
  if (!prepared) return [];
  const { lines, lineCount, bands, notes } = prepared;
  if (bands.length > 0)
    return [`${bands.length} ${bands.length === 1 ? "group" : "groups"} of ${lineCount} runs: mean, between min and max`, ...notes];
  return lineCount > lines.length ? [`${lines.length} of ${lineCount} curves drawn`, ...notes] : notes;
}

/** A band is pointed at by its mean. */
function pointable(prepared: Prepared | undefined) {
  if (!prepared) return noLines;
  if (prepared.bands.length === 0) return prepared.lines;
  return prepared.bands.map(({ group, color, x, mean }) => ({ id: group, label: group, color, x, y: mean }));
}

function describe({ card, xLabel }: LinesChartProps, prepared: Prepared | undefined): string {
  const count = prepared?.lines.length ?? 0;
  return `${card.title} by ${xLabel}, ${count} ${count === 1 ? "curve" : "curves"}. Arrows move the crosshair, plus and minus zoom, 0 shows all. The menu has its table.`;
}
