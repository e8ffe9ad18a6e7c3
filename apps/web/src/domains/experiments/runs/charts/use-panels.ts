"use client";
import { boardPanelsMax, type ChartPanel, type PanelKind } from "@plumbline/contracts/experiments/chart-panel";
import { useMemo } from "react";
import { useUrlState } from "#src/components/url-state.ts";
import { chartedKeys } from "../charted.ts";
import { defaultPanels, linePanel, newPanel, type Shown } from "./default-panels.ts";
import { freshId, movePanel, parsePanels, printPanels } from "./panel-address.ts";

/** The panels of the board. They live in the address, and in the view that is saved of it. */
export function usePanels({ known, columns }: Shown) {
  const url = useUrlState();
  const text = url.getAll("panel").join("\n");
  const panels = useMemo(
    () => parsePanels(text === "" ? [] : text.split("\n")) ?? defaultPanels(chartedKeys(columns, known.metrics)),
    [text, columns, known.metrics],
  );
  const put = (next: readonly ChartPanel[]) => url.set({ panel: printPanels(next) });
  return {
    panels,
    isArranged: text !== "",
    isFull: panels.length >= boardPanelsMax,
    /** A panel that is not on the board yet, to be configured first; undefined where the runs have nothing for it. */
    draft: (kind: PanelKind) => newPanel(kind, freshId(panels), { known, columns }),
    /** Puts a panel on the board, or in the place of the one with its id. */
    save: (panel: ChartPanel) =>
      put(panels.some(({ id }) => id === panel.id) ? panels.map((each) => (each.id === panel.id ? panel : each)) : [...panels, panel]),
    /** A chart of lines for each of these metrics, as many as there is room for. */
    addLines: (keys: readonly string[]) => {
      const next = [...panels];
      for (const key of keys.slice(0, boardPanelsMax - panels.length)) next.push(linePanel(freshId(next), [key]));
      put(next);
    },
    remove: (id: string) => put(panels.filter((panel) => panel.id !== id)),
    move: (id: string, to: number) => put(movePanel(panels, id, to)),
    reset: () => url.set({ panel: undefined }),
  };
}

export type Panels = ReturnType<typeof usePanels>;
