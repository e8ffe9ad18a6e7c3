"use client";
import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { useApi } from "#src/shell/api.tsx";
import { waitingQuery } from "./waiting.ts";

/** How many requests wait for the reader's vote, beside the name of their page. */
export function WaitingCount({ isNarrow }: { isNarrow: boolean }) {
  const count = useQuery(waitingQuery(useApi())).data?.waitingForMe ?? 0;
  if (count === 0) return null;
  return (
    <span className={clsx("font-medium text-accent text-small tabular-nums", isNarrow ? "absolute top-0 right-0.5 leading-4" : "ml-auto")}>
      {count}
      <span className="sr-only"> waiting for your vote</span>
    </span>
  );
}
