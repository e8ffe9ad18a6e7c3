"use client";
import type { ChartPanel } from "@plumbline/contracts/experiments/chart-panel";
import { MenuItem } from "@plumbline/ui/menu";
import { clsx } from "clsx";
import { GripVertical } from "lucide-react";
import { type DragEvent, type KeyboardEvent, useState } from "react";
import { PanelView } from "./panel-view.tsx";
import { panelSubtitle, panelTitle } from "./panel-words.ts";
import type { Panels } from "./use-panels.ts";

export interface BoardGridProps {
  /** Those that the search leaves. */
  shown: readonly ChartPanel[];
  panels: Panels;
  height: number;
  onConfigure: (panel: ChartPanel) => void;
}

/** The panels side by side. Each is moved by its handle: dragged onto another's place, or by the arrows. */
export function BoardGrid({ shown, panels, height, onConfigure }: BoardGridProps) {
  const [dragged, setDragged] = useState<string>();
  const [over, setOver] = useState<string>();
  const [said, setSaid] = useState("");
  const placeOf = (id: string) => panels.panels.findIndex((panel) => panel.id === id);
  const move = (panel: ChartPanel, to: number) => {
    const place = Math.min(panels.panels.length - 1, Math.max(0, to));
    panels.move(panel.id, place);
    setSaid(`${panelTitle(panel)} is now ${place + 1} of ${panels.panels.length}`);
  };
  const drop = (on: string) => {
    const panel = panels.panels.find(({ id }) => id === dragged);
    if (panel && on !== panel.id) move(panel, placeOf(on));
    setDragged(undefined);
    setOver(undefined);
  };
  return (
    <div className="@container min-w-0">
      <p aria-live="polite" className="sr-only">
        {said}
      </p>
      <ul aria-label="Charts" className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,20rem),1fr))] gap-2.5">
        {shown.map((panel) => (
          <li
            key={panel.id}
            className={clsx(
              "min-w-0 rounded-lg",
              panel.isWide && "col-span-full",
              dragged === panel.id && "opacity-50",
              over === panel.id && dragged !== panel.id && "outline-2 outline-accent",
            )}
            onDragOver={(event: DragEvent) => {
              if (dragged === undefined) return;
              event.preventDefault();
              setOver(panel.id);
            }}
            onDrop={(event: DragEvent) => {
              event.preventDefault();
              drop(panel.id);
            }}
          >
            <PanelView
              panel={panel}
              height={height}
              card={{
                title: panelTitle(panel),
                ...subtitleOf(panel),
                lead: (
                  <Handle
                    title={panelTitle(panel)}
                    onGrab={() => setDragged(panel.id)}
                    onRelease={() => {
                      setDragged(undefined);
                      setOver(undefined);
                    }}
                    onMove={(by) => move(panel, placeOf(panel.id) + by)}
                  />
                ),
                items: (
                  <PanelItems
                    panel={panel}
                    panels={panels}
                    onConfigure={onConfigure}
                    onMove={(by) => move(panel, placeOf(panel.id) + by)}
                  />
                ),
              }}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

function subtitleOf(panel: ChartPanel): { subtitle?: string } {
  const subtitle = panelSubtitle(panel);
  return subtitle === undefined ? {} : { subtitle };
}

interface HandleProps {
  title: string;
  onGrab: () => void;
  onRelease: () => void;
  onMove: (by: number) => void;
}

const moves: Partial<Record<string, number>> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

function Handle({ title, onGrab, onRelease, onMove }: HandleProps) {
  const byKey = (event: KeyboardEvent) => {
    const by = moves[event.key];
    if (by === undefined) return;
    event.preventDefault();
    onMove(by);
  };
  return (
    <button
      type="button"
      draggable
      aria-label={`Move ${title}`}
      title="Drag, or press the arrows, to move"
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", title);
        onGrab();
      }}
      onDragEnd={onRelease}
      onKeyDown={byKey}
      className="-ml-1.5 grid h-6 w-4 flex-none cursor-grab! place-items-center rounded-sm text-ink-3 hover:text-ink"
    >
      <GripVertical className="icon-small" aria-hidden="true" />
    </button>
  );
}

interface PanelItemsProps {
  panel: ChartPanel;
  panels: Panels;
  onConfigure: (panel: ChartPanel) => void;
  onMove: (by: number) => void;
}

function PanelItems({ panel, panels, onConfigure, onMove }: PanelItemsProps) {
  return (
    <>
      <MenuItem onSelect={() => onConfigure(panel)}>Configure</MenuItem>
      <MenuItem onSelect={() => panels.save({ ...panel, isWide: !panel.isWide })}>{panel.isWide ? "Make narrow" : "Make wide"}</MenuItem>
      <MenuItem onSelect={() => onMove(-1)}>Move back</MenuItem>
      <MenuItem onSelect={() => onMove(1)}>Move on</MenuItem>
      <MenuItem tone="danger" onSelect={() => panels.remove(panel.id)}>
        Remove
      </MenuItem>
    </>
  );
}
