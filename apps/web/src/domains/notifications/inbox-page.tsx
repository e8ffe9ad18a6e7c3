"use client";
import { markRead, type Notification } from "@plumbline/contracts/notifications";
import { Button } from "@plumbline/ui/button";
import { Panel } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { Segments } from "@plumbline/ui/tabs";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { CheckCheck, Inbox } from "lucide-react";
import { failToast } from "#src/components/fail-toast.ts";
import { Loaded } from "#src/components/loaded.tsx";
import { useRowFocus } from "#src/components/row-focus.ts";
import { useUrlState } from "#src/components/url-state.ts";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { useViewer } from "#src/shell/viewer.tsx";
import { MessageRow } from "./message-row.tsx";
import { PreferencesPanel } from "./preferences-panel.tsx";
import { inboxKey, inboxQuery } from "./queries.ts";
import { unreadFirst } from "./unread-first.ts";

const shown = [
  { value: "all", label: "All" },
  { value: "unread", label: "Unread" },
] as const;

/** What happened that concerns me? */
export function InboxPage() {
  const api = useApi();
  const { me } = useViewer();
  const url = useUrlState();
  const unread = url.get("show") === "unread";
  const query = useInfiniteQuery(inboxQuery(api, { userId: me.id, unread }));
  const mark = useMarkRead();
  const unreadCount = query.data?.pages[0]?.unreadCount ?? 0;
  return (
    <Page
      title="Inbox"
      aside={unreadCount > 0 && <span className="text-ink-3">{unreadCount} unread</span>}
      actions={
        <>
          <Segments
            label="Which"
            value={unread ? "unread" : "all"}
            onChange={(next) => url.set({ show: next === "unread" ? next : undefined })}
            options={shown}
          />
          <Button denied={unreadCount === 0 ? "Nothing is unread" : undefined} busy={mark.isPending} onClick={() => mark.mutate(undefined)}>
            <CheckCheck className="icon-small" aria-hidden="true" />
            Mark all read
          </Button>
        </>
      }
    >
      <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_320px]">
        <Panel flush>
          <Loaded query={query} what="The inbox" skeleton={<SkeletonRows label="Messages are being read" columns={[320, 60]} />}>
            {(data) => (
              <Messages items={data.pages.flatMap(({ items }) => items)} isUnreadOnly={unread} onOpen={(id) => mark.mutate([id])} />
            )}
          </Loaded>
          {query.hasNextPage && (
            <div className="border-t p-2">
              <Button tone="ghost" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                Show older ones
              </Button>
            </div>
          )}
        </Panel>
        <PreferencesPanel />
      </div>
    </Page>
  );
}

/** Marks some messages as read, or all of them. */
function useMarkRead() {
  const api = useApi();
  const { me } = useViewer();
  const client = useQueryClient();
  const mark = useMutation({
    mutationFn: (ids: string[] | undefined) => api.call(markRead, ids ? { ids } : { all: true }),
    onSuccess: () => client.invalidateQueries({ queryKey: inboxKey(api, me.id) }),
    onError: (error, ids) => failToast("Nothing was marked", error, () => mark.mutate(ids)),
  });
  return mark;
}

interface MessagesProps {
  items: readonly Notification[];
  isUnreadOnly: boolean;
  onOpen: (id: string) => void;
}

function Messages({ items, isUnreadOnly, onOpen }: MessagesProps) {
  const list = useRowFocus<HTMLUListElement>("Inbox");
  if (items.length === 0) {
    return isUnreadOnly ? (
      <EmptyState icon={<Inbox />} title="Nothing is unread" />
    ) : (
      <EmptyState icon={<Inbox />} title="Nothing has happened yet that concerns you">
        Votes that are asked of you, mentions, outcomes of requests that you follow, and reminders come here.
      </EmptyState>
    );
  }
  return (
    <ul ref={list} aria-label="Messages">
      {unreadFirst(items).map((message) => (
        <MessageRow key={message.id} message={message} onOpen={() => message.readAt === null && onOpen(message.id)} />
      ))}
    </ul>
  );
}
