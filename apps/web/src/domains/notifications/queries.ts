import { type Delivery, getPreferences, listDeliveries, listEndpoints, listNotifications } from "@plumbline/contracts/notifications";
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { WorkspaceApi } from "#src/shell/api.tsx";

/** What is read of one person's inbox begins with this. */
export const inboxKey = (api: WorkspaceApi, userId: string) => [api.workspace, "inbox", userId] as const;

const inboxPage = 50;

export const inboxQuery = (api: WorkspaceApi, { userId, unread }: { userId: string; unread: boolean }) =>
  infiniteQueryOptions({
    queryKey: [...inboxKey(api, userId), { unread }],
    queryFn: ({ signal, pageParam }) =>
      api.call(listNotifications, { unread: String(unread), limit: inboxPage, ...(pageParam && { cursor: pageParam }) }, { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });

export const unreadQuery = (api: WorkspaceApi, userId: string) =>
  queryOptions({
    queryKey: [...inboxKey(api, userId), "unread"],
    queryFn: async ({ signal }) => (await api.call(listNotifications, { unread: "true", limit: 1 }, { signal })).unreadCount,
  });

export const preferencesQuery = (api: WorkspaceApi, userId: string) =>
  queryOptions({
    queryKey: [...inboxKey(api, userId), "preferences"],
    queryFn: ({ signal }) => api.call(getPreferences, {}, { signal }),
  });

export const endpointsQuery = (api: WorkspaceApi) =>
  queryOptions({
    queryKey: [api.workspace, "webhooks"],
    queryFn: ({ signal }) => api.call(listEndpoints, {}, { signal }),
  });

const deliveryPage = 50;
const lookEveryMs = 10_000;

export interface DeliverySearch {
  endpointId: string | undefined;
  state: Delivery["state"] | undefined;
}

export const deliveriesQuery = (api: WorkspaceApi, { endpointId, state }: DeliverySearch) =>
  infiniteQueryOptions({
    queryKey: [api.workspace, "deliveries", { endpointId, state }],
    queryFn: ({ signal, pageParam }) =>
      api.call(
        listDeliveries,
        { limit: deliveryPage, ...(endpointId && { endpointId }), ...(state && { state }), ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    // What is on its way tells nobody when it arrives.
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some(({ items }) => items.some((item) => item.state === "queued")) ? lookEveryMs : false,
  });
