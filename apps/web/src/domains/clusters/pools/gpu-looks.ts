import type { GpuUse } from "./gpu-uses.ts";

/** Fill and frame tell the uses apart also where colours do not. */
export const gpuLooks: Readonly<Record<GpuUse, string>> = {
  guaranteed: "border-accent bg-accent text-accent-ink",
  borrowed: "border-accent bg-accent-soft text-ink",
  outside: "border-ink-3 bg-ink-3 text-surface",
  idle: "border-warn bg-warn-soft text-ink",
  free: "border-line-strong bg-surface text-ink-2",
  closed: "border-ink-3 border-dashed bg-sunken text-ink-2",
};
