import { setTimeout as wait } from "node:timers/promises";
import { createClient } from "@plumbline/contracts/client";
import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { WorkspaceApi } from "./api.tsx";
import { serverApi } from "./server-api.ts";

export interface PrefetchedProps {
  workspace: string;
  /** Begins the readings that the page will want. */
  begin: (client: QueryClient, api: WorkspaceApi) => readonly Promise<unknown>[];
  children: ReactNode;
}

/** A reading that takes longer is left to the browser, which shows a skeleton meanwhile. */
const patienceMs = 300;

/** Sends the page with what it shows, where that is quickly read. */
export async function Prefetched({ workspace, begin, children }: PrefetchedProps) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const browser = createClient({ baseUrl: "" });
  const api = await serverApi({ "x-plumbline-workspace": workspace });
  const readings = begin(client, { ...api, url: browser.url, href: browser.url, workspace });
  await Promise.race([Promise.all(readings), wait(patienceMs)]);
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>;
}
