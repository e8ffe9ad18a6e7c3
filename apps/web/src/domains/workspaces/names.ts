"use client";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { useApi } from "#src/shell/api.tsx";
import { membersQuery } from "./queries.ts";

/** Names of people by their ids, from the members of the workspace; whoever left is shown by a short id. */
export function useNames(): (id: string) => string {
  const { data } = useQuery(membersQuery(useApi()));
  const names = useMemo(() => new Map(data?.items.map(({ userId, name }) => [userId, name])), [data]);
  return useCallback((id: string) => names.get(id) ?? shortened(id), [names]);
}

function shortened(id: string): string {
  return /^[\da-f]{8}-[\da-f-]{27}$/.test(id) ? id.slice(0, 8) : id;
}
