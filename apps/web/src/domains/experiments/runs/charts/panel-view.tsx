"use client";
import type { ChartPanel } from "@plumbline/contracts/experiments/chart-panel";
import { type CardParts, ChartCard } from "@plumbline/ui/charts/chart-card";
import { Skeleton } from "@plumbline/ui/skeleton";
import dynamic from "next/dynamic";
import { useEffect, useRef, useState } from "react";
import { useBoard } from "./board-context.ts";
import { LinePanel } from "./line-panel.tsx";
import { isOfFigures } from "./run-values.ts";

const BarPanel = dynamic(() => import("./figure-panels.tsx").then((module) => module.BarPanel));
const ScatterPanel = dynamic(() => import("./figure-panels.tsx").then((module) => module.ScatterPanel));
const ParallelPanel = dynamic(() => import("./figure-panels.tsx").then((module) => module.ParallelPanel));
const BoxPanel = dynamic(() => import("./figure-panels.tsx").then((module) => module.BoxPanel));
const ImagesPanel = dynamic(() => import("./images-panel.tsx").then((module) => module.ImagesPanel));
const TablePanel = dynamic(() => import("./table-panel.tsx").then((module) => module.TablePanel));

export interface PanelViewProps {
  panel: ChartPanel;
  card: CardParts;
  height: number;
}

const headerHeight = 33;

/** One panel of the board, made once it comes near the part of the page that is in sight. */
export function PanelView(props: PanelViewProps) {
  const place = useRef<HTMLDivElement>(null);
  const isNear = useNear(place);
  return (
    <div ref={place} className="h-full min-w-0" style={{ minHeight: props.height + headerHeight }}>
      {isNear ? <ReadPanel {...props} /> : <div className="h-full rounded-lg border bg-surface" />}
    </div>
  );
}

/** Figures come apart from the curves, and mostly later. */
function ReadPanel(props: PanelViewProps) {
  const { isReadingFigures } = useBoard();
  if (!(isReadingFigures && isOfFigures(props.panel))) return <PanelOfKind {...props} />;
  return (
    <ChartCard {...props.card} notes={[]} table={undefined}>
      <div className="p-3" style={{ height: props.height }}>
        <Skeleton className="h-full! w-full" />
      </div>
    </ChartCard>
  );
}

function PanelOfKind({ panel, ...rest }: PanelViewProps) {
  switch (panel.kind) {
    case "line":
      return <LinePanel panel={panel} {...rest} />;
    case "bar":
      return <BarPanel panel={panel} {...rest} />;
    case "scatter":
      return <ScatterPanel panel={panel} {...rest} />;
    case "parallel":
      return <ParallelPanel panel={panel} {...rest} />;
    case "box":
      return <BoxPanel panel={panel} {...rest} />;
    case "images":
      return <ImagesPanel panel={panel} {...rest} />;
    default:
      return <TablePanel panel={panel} {...rest} />;
  }
}

const near = "300px";

function useNear(place: { current: HTMLElement | null }): boolean {
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        setNear(true);
        observer.disconnect();
      },
      { rootMargin: near },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [place]);
  return isNear;
}
