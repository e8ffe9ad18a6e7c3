"use client";
import { Ellipsis, Table2 } from "lucide-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { IconButton } from "../button.tsx";
import { Menu, MenuItem, MenuSeparator } from "../menu.tsx";
import type { ChartTable } from "./chart-table.ts";
import { usePalette } from "./palette.ts";
import type { Scene } from "./scene/scene.ts";

const ChartTableDialog = lazy(() => import("./chart-table-dialog.tsx").then((module) => ({ default: module.ChartTableDialog })));

/** What a chart's frame is told by whoever places it. */
export interface CardParts {
  title: string;
  /** Beside the title, quieter: how it is drawn. */
  subtitle?: string;
  /** At the end of the header. */
  aside?: ReactNode;
  /** Before the title: what it is moved by. */
  lead?: ReactNode;
  /** At the end of its menu. */
  items?: ReactNode;
}

export interface ChartCardProps extends CardParts {
  /** What the drawing leaves out, in words. */
  notes: readonly string[];
  /** Made when asked for; undefined while there is nothing to draw. */
  table: (() => ChartTable) | undefined;
  /** As wide as it should be in a file. */
  scene?: ((size: { width: number; height: number }) => Scene) | undefined;
  children: ReactNode;
}

const fileSize = { width: 760, height: 400 };

/** A chart under its title, with its table, its files, and what else can be done with it. */
export function ChartCard({ title, subtitle, aside, lead, items, notes, table, scene, children }: ChartCardProps) {
  return (
    <section aria-label={title} className="h-full min-w-0 overflow-hidden rounded-lg border bg-surface">
      <header className="flex min-h-8 items-center gap-2 border-b py-0.5 pr-1 pl-3">
        {lead}
        <h3 className="max-w-[60%] flex-none truncate font-semibold" title={title}>
          {title}
        </h3>
        {subtitle && <span className="min-w-0 truncate text-ink-3">{subtitle}</span>}
        <span className="ml-auto flex-none whitespace-nowrap text-ink-3 text-small tabular-nums">{aside}</span>
        <CardMenu title={title} table={table} scene={scene} items={items} />
      </header>
      {children}
      {notes.length > 0 && <p className="px-3 pb-2 text-ink-3 text-small">{notes.join(". ")}.</p>}
    </section>
  );
}

function CardMenu({ title, table, scene, items }: Pick<ChartCardProps, "title" | "table" | "scene" | "items">) {
  const [isTable, setTable] = useState(false);
  const palette = usePalette();
  const save = async (as: "png" | "svg") => {
    const { saveScenePng, saveSceneSvg } = await import("./save-scene.ts");
    if (!scene) return;
    const file = { title, palette, scene: scene(fileSize) };
    if (as === "svg") saveSceneSvg(file);
    else await saveScenePng(file);
  };
  const saveCsv = async () => {
    const { saveTableCsv } = await import("./save-scene.ts");
    if (table) saveTableCsv(title, table());
  };
  if (!(table || items)) return null;
  return (
    <>
      <Menu
        trigger={
          <IconButton label={`More for ${title}`} size="small">
            <Ellipsis className="icon-small" />
          </IconButton>
        }
      >
        {table && (
          <>
            <MenuItem onSelect={() => setTable(true)}>
              <Table2 className="icon-small text-ink-3" />
              Show as table
            </MenuItem>
            <MenuSeparator />
            {scene && <MenuItem onSelect={() => void save("png")}>Save as PNG</MenuItem>}
            {scene && <MenuItem onSelect={() => void save("svg")}>Save as SVG</MenuItem>}
            <MenuItem onSelect={() => void saveCsv()}>Save as CSV</MenuItem>
          </>
        )}
        {table && items && <MenuSeparator />}
        {items}
      </Menu>
      {isTable && table && (
        <Suspense>
          <ChartTableDialog title={title} makeTable={table} onClose={() => setTable(false)} />
        </Suspense>
      )}
    </>
  );
}
