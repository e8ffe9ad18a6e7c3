import { createClient } from "@plumbline/contracts/client";
import { defaultShouldDehydrateQuery, dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { WorkspaceApi } from "./api.tsx";
import { serverApi } from "./server-api.ts";

export interface PrefetchedProps {
  workspace: string;
  /** Begins the readings that the page will want; what they read follows the page as it comes. */
  begin: (client: QueryClient, api: WorkspaceApi) => unknown;
  children: ReactNode;
}

/** Reads begin on the server together with the page, not after its scripts; nothing waits for them. */
export async function Prefetched({ workspace, begin, children }: PrefetchedProps) {
  const client = new QueryClient({
    defaultOptions: {
      queries: { retry: false },
      dehydrate: { shouldDehydrateQuery: (query) => defaultShouldDehydrateQuery(query) || query.state.status === "pending" },
    },
  });
  const own = createClient({ baseUrl: "" });
  const api = await serverApi({ "x-plumbline-workspace": workspace });
  begin(client, { ...api, url: own.url, href: own.url, workspace });
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>;
}
