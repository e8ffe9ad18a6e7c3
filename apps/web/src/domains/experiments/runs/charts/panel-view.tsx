"use client";
import type { ChartPanel } from "@plumbline/contracts/experiments/chart-panel";
import type { CardParts } from "@plumbline/ui/charts/chart-card";
import dynamic from "next/dynamic";
import { useEffect, useRef, useState } from "react";
import { LinePanel } from "./line-panel.tsx";

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
      {isNear ? <PanelOfKind {...props} /> : <div className="h-full rounded-lg border bg-surface" />}
    </div>
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
