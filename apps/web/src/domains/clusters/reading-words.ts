import type { ClusterReading, GpuMeasure, PendingWorkload } from "@plumbline/contracts/clusters/reading";
import { countText, formatCount } from "@plumbline/ui/format/number";

/** What idle is told by. */
export function measureText(measure: GpuMeasure | null): string {
  if (measure === null) return "Idle is not known: nothing measures these GPUs";
  return measure === "busy"
    ? "Idle: allocated, busy under 5 % for 30 min (DCGM)"
    : "Idle: allocated, SMs active under 5 % for 30 min (DCGM)";
}

/** What something asks for: `8 H100 80 GB, 2 L40S`. */
export const amountsText = (amounts: readonly { title: string; amount: number }[]): string =>
  amounts.map(({ title, amount }) => (title === "GPUs" ? countText(amount, "GPU") : `${formatCount(amount)} ${title}`)).join(", ") ||
  "no GPUs";

/** The name of what waits, in two parts; somebody else's has none for those who do not run the platform. */
export function pendingName({ namespace, name, workspace, kind }: PendingWorkload): { before: string; name: string } {
  if (name === null) return { before: "", name: workspace === null ? `a ${kind} of others` : `a ${kind} of ${workspace}` };
  return { before: namespace === null ? "" : `${namespace}/`, name };
}

/** How much waits, and how much of it is listed. */
export function pendingAside({ total, items }: ClusterReading["pending"]): string {
  const all = `${countText(total, "workload")}, one reason each`;
  return items.length < total ? `${all}; ${formatCount(items.length)} of them below` : all;
}

/** How much is held where no quota counts. */
export function outsideAside({ gpus, working, namespaces }: ClusterReading["outside"]): string {
  const held = `${countText(gpus, "GPU")} in ${countText(namespaces, "namespace")}`;
  return working === null ? held : `${held}, ${formatCount(working)} working`;
}
