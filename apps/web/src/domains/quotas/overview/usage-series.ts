import type { UsageSeries } from "@plumbline/contracts/quotas/overview";
import type { StackSeries } from "@plumbline/ui/charts/stack";
import { amountText } from "../words.ts";

export type UsageView = "held" | "busy" | "sm-active";

const valuesOf = (series: UsageSeries["series"][number], view: UsageView): readonly (number | null)[] => {
  if (view === "held") return series.held;
  return view === "busy" ? series.busy : series.smActive;
};

/** The pictures there are: of a measure only where something was measured by it. */
export function usageViews({ series }: Pick<UsageSeries, "series">): UsageView[] {
  const isMeasured = (view: UsageView) => series.some((one) => valuesOf(one, view).some((value) => value !== null));
  return ["held", ...(["busy", "sm-active"] as const).filter(isMeasured)];
}

/** What is drawn: each workspace with what it has at the end, and in grey what stands outside of quotas. Whoever had nothing is left out. */
export function usageSeries(
  { series }: Pick<UsageSeries, "series">,
  view: UsageView,
  colorOf: (workspace: string) => number,
): StackSeries[] {
  return series.flatMap((one): StackSeries[] => {
    const values = valuesOf(one, view);
    if (values.every((value) => value === null || value === 0)) return [];
    const name = one.workspace ?? "outside";
    const last = values.at(-1);
    return [
      {
        id: name,
        label: typeof last === "number" ? `${name} ${amountText(last)}` : name,
        color: one.workspace === null ? null : colorOf(one.workspace),
        values,
      },
    ];
  });
}
