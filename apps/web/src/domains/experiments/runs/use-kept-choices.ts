"use client";
import { useMemo } from "react";
import { parseKept, useKept } from "#src/components/kept.ts";
import type { KeptChoices } from "./table-address.ts";

const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every((item) => typeof item === "string");
const isWidths = (value: unknown): value is Record<string, number> =>
  typeof value === "object" && value !== null && Object.values(value).every((item) => typeof item === "number");

/** Columns, widths and pins that this browser keeps of an experiment. */
export function useKeptChoices(experimentId: string) {
  const [columns, keepColumns] = useKept(`columns.${experimentId}`);
  const [widths, keepWidths] = useKept(`widths.${experimentId}`);
  const [pinned, keepPinned] = useKept(`pinned.${experimentId}`);
  const choices = useMemo(
    (): KeptChoices => ({
      columns: parseKept(columns, isTexts),
      widths: parseKept(widths, isWidths) ?? {},
      pinned: parseKept(pinned, isTexts) ?? [],
    }),
    [columns, widths, pinned],
  );
  const keep = (next: Partial<KeptChoices>) => {
    if ("columns" in next) keepColumns(next.columns && JSON.stringify(next.columns));
    if (next.widths) keepWidths(JSON.stringify(next.widths));
    if (next.pinned) keepPinned(JSON.stringify(next.pinned));
  };
  return { ...choices, keep };
}
