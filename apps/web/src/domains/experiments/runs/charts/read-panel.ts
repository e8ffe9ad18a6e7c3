import type { ChartPanel, PanelKind } from "@plumbline/contracts/experiments/chart-panel";

/** Says what a field is, or that it cannot be that. */
type Read = (value: unknown) => unknown;
const refused = Symbol("refused");

const text =
  (most: number): Read =>
  (value) =>
    typeof value === "string" && value.length > 0 && value.length <= most ? value : refused;
const flag: Read = (value) => (typeof value === "boolean" ? value : refused);
const oneOf =
  (...values: readonly string[]): Read =>
  (value) =>
    values.find((each) => each === value) ?? refused;
const list =
  (read: Read, { least, most }: { least: number; most: number }): Read =>
  (value) => {
    if (!Array.isArray(value) || value.length < least || value.length > most) return refused;
    const items: unknown[] = value.map(read);
    return items.includes(refused) ? refused : items;
  };
const orElse =
  (read: Read, fallback?: unknown): Read =>
  (value) =>
    value === undefined ? fallback : read(value);
const id: Read = (value) => (typeof value === "string" && /^[\w-]{1,40}$/.test(value) ? value : refused);
const share: Read = (value) => (typeof value === "number" && value >= 0 && value <= 0.99 ? value : refused);

const column = text(600);
const metric = text(250);
const shared = { id, title: orElse(text(200)), isWide: orElse(flag, false) };
const log = { isLogX: orElse(flag, false), isLogY: orElse(flag, false) };

/** The contract of panels, by hand: its own reading has no place in what a browser loads. */
const shapes: Record<PanelKind, Record<string, Read>> = {
  line: {
    ...shared,
    ...log,
    metrics: list(metric, { least: 1, most: 8 }),
    x: orElse(oneOf("step", "relative", "clock", "metric"), "step"),
    xMetric: orElse(metric),
    smoothing: orElse(share, 0),
    bandBy: orElse(column),
  },
  bar: { ...shared, value: column },
  scatter: { ...shared, ...log, x: column, y: column },
  parallel: {
    ...shared,
    columns: list(column, { least: 2, most: 12 }),
    logColumns: orElse(list(column, { least: 0, most: 12 }), []),
  },
  box: { ...shared, value: column, by: column, isLogY: log.isLogY },
  images: { ...shared, key: text(1_000) },
  table: { ...shared, path: text(4_000) },
};

/** A panel as an address or a view has it, with what it leaves unsaid; undefined where it is none. */
export function readPanel(value: unknown): ChartPanel | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const given = value as Readonly<Record<string, unknown>>;
  const kind = (Object.keys(shapes) as PanelKind[]).find((each) => each === given.kind);
  if (kind === undefined) return undefined;
  const fields = Object.entries(shapes[kind]).map(([name, read]) => [name, read(given[name])] as const);
  if (fields.some(([, field]) => field === refused)) return undefined;
  return Object.fromEntries([["kind", kind], ...fields.filter(([, field]) => field !== undefined)]) as unknown as ChartPanel;
}
