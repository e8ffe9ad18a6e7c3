"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { experimentQuery } from "../queries.ts";

/** The experiment of a run, read once for all its rows; its number until the name is there. */
export function ExperimentName({ experimentId }: { experimentId: string }) {
  const api = useApi();
  const { data } = useQuery(experimentQuery(api, experimentId));
  const name = data?.name ?? experimentId;
  return (
    <Link href={paths.experiment(api.workspace, experimentId)} title={name} className="truncate text-ink-2 hover:underline">
      {name}
    </Link>
  );
}
