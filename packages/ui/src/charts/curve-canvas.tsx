"use client";
import { useEffect, useRef } from "react";
import type UPlot from "uplot";
import { usePalette } from "./palette.ts";
import { type PlotInput, plotData, plotOptions } from "./plot.ts";

export interface CurveCanvasProps extends Omit<PlotInput, "palette"> {
  height: number;
  range: readonly [number, number] | undefined;
  /** Called with the canvas once drawn, for an export as a picture. */
  onCanvas?: (canvas: HTMLCanvasElement | undefined) => void;
}

/** Draws prepared curves. The drawing library arrives with the first chart; new points reuse the drawing. */
export function CurveCanvas({ height, range, onCanvas, ...input }: CurveCanvasProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot>(undefined);
  const palette = usePalette();
  const latest = useRef({ input, palette, range, onCanvas });
  useEffect(() => {
    latest.current = { input, palette, range, onCanvas };
  });

  const shape = input.prepared.series.map((series) => `${series.id} ${series.color} ${series.isDashed ?? false}`).join("\n");
  const kind = `${input.isLog} ${input.isTime} ${input.isLive} ${input.domain} ${input.syncKey}\n${shape}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `kind` names what the drawing is made of; data and colours come through `latest`
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    let isGone = false;
    const observer = new ResizeObserver(([entry]) => {
      const width = Math.floor(entry?.contentRect.width ?? 0);
      if (width > 0) plot.current?.setSize({ width, height });
    });
    void import("uplot").then(({ default: Plot }) => {
      if (isGone) return;
      const size = { width: element.clientWidth, height };
      plot.current = new Plot(
        plotOptions(
          relay(() => latest.current),
          size,
        ),
        plotData(latest.current.input.prepared),
        element,
      );
      zoom(plot.current, latest.current.range);
      latest.current.onCanvas?.(plot.current.ctx.canvas);
      observer.observe(element);
    });
    return () => {
      isGone = true;
      observer.disconnect();
      plot.current?.destroy();
      plot.current = undefined;
    };
  }, [kind, height]);

  useEffect(() => {
    plot.current?.setData(plotData(input.prepared), false);
    if (plot.current) zoom(plot.current, range);
  }, [input.prepared, range]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: drawn again for a new theme only
  useEffect(() => plot.current?.redraw(false), [palette]);
  return <div ref={place} style={{ height }} className="min-w-0" />;
}

/** The drawing outlives the props it was made with: it reads each through to the present ones. */
function relay(read: () => { input: Omit<PlotInput, "palette">; palette: ReturnType<PlotInput["palette"]> }): PlotInput {
  return {
    ...read().input,
    get prepared() {
      return read().input.prepared;
    },
    get bands() {
      return read().input.bands;
    },
    palette: () => read().palette,
    onCursor: (x) => read().input.onCursor(x),
    onRange: (range) => read().input.onRange(range),
  };
}

function zoom(plot: UPlot, range: readonly [number, number] | undefined): void {
  const x = plot.data[0];
  const [min, max] = range ?? [x[0] ?? 0, x.at(-1) ?? 1];
  plot.setScale("x", min === max ? { min: min - 0.5, max: max + 0.5 } : { min, max });
}
