"use client";
import type { PanelOf } from "@plumbline/contracts/experiments/chart-panel";
import type { Run } from "@plumbline/contracts/experiments/run";
import { createContext, useContext } from "react";
import type { ColumnBrush } from "../brush-address.ts";
import type { CurveIndex, LineRun } from "./curve-lines.ts";
import type { Zoom } from "./use-board-curves.ts";

/** What the panels of a board draw. */
export interface Board {
  /** Runs whose curves are drawn, in the table's order. */
  runs: readonly LineRun[];
  curvesFor: (panel: PanelOf<"line">) => CurveIndex;
  isClose: (panel: PanelOf<"line">) => boolean;
  zoom: Zoom | undefined;
  setZoom: (zoom: Zoom | undefined) => void;
  /** Runs whose figures are drawn: those that match, brushed or not. */
  figures: readonly Run[];
  isReadingFigures: boolean;
  brushes: readonly ColumnBrush[];
  setBrush: (column: string, brush: ColumnBrush | undefined) => void;
  openRun: (runId: string) => void;
}

const Context = createContext<Board | undefined>(undefined);
export const BoardProvider = Context;

export function useBoard(): Board {
  const board = useContext(Context);
  if (!board) throw new Error("useBoard is for panels of a board");
  return board;
}
