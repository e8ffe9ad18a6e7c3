"use client";
import { useQuery } from "@tanstack/react-query";
import { CappedCount } from "#src/components/capped-count.tsx";
import { useApi } from "#src/shell/api.tsx";
import { type RunSearch, runCountQuery } from "../queries.ts";

/** How many runs there are, beside the title. */
export function RunCount({ experimentIds }: Pick<RunSearch, "experimentIds">) {
  const { data } = useQuery(runCountQuery(useApi(), { experimentIds, filter: "", view: "active" }));
  return (
    data && (
      <span className="text-ink-3">
        <CappedCount {...data} /> {data.value === 1 ? "run" : "runs"}
      </span>
    )
  );
}
