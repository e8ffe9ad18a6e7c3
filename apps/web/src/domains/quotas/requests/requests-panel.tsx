"use client";
import type { QuotaRequest } from "@plumbline/contracts/quotas/request";
import { Panel, PanelRow } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { Time } from "@plumbline/ui/time";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Loaded } from "#src/components/loaded.tsx";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { requestsQuery, undecidedQuery } from "../queries.ts";
import { requestTitle } from "../words.ts";
import { RequestCard } from "./request-card.tsx";
import { RequestState } from "./request-state.tsx";

/** What was asked: open ones in full, the others in a line each. */
export function RequestsPanel() {
  const query = useQuery(requestsQuery(useApi()));
  const { can } = useViewer();
  return (
    <>
      {can("platform:compute") && <Undecided />}
      <Loaded
        query={query}
        what="The change requests"
        skeleton={
          <Panel title="Change requests" flush>
            <SkeletonRows label="being read" rows={3} columns={[80, 220, 80]} />
          </Panel>
        }
      >
        {({ items }) => (
          <>
            {items
              .filter(({ state }) => state === "open")
              .map((request) => (
                <RequestCard key={request.id} request={request} />
              ))}
            <Decided items={items.filter(({ state }) => state !== "open")} isOnly={items.every(({ state }) => state !== "open")} />
          </>
        )}
      </Loaded>
    </>
  );
}

function Decided({ items, isOnly }: { items: readonly QuotaRequest[]; isOnly: boolean }) {
  const { workspace } = useViewer();
  if (items.length === 0) {
    return isOnly ? (
      <Panel title="Change requests">
        <p className="text-ink-2">
          Nobody has asked for another quota. A request says what it would do to everybody's waits before it is sent.
        </p>
      </Panel>
    ) : null;
  }
  return (
    <Panel title="Change requests" aside="decided" flush>
      {items.map((request) => (
        <PanelRow key={request.id}>
          <Link href={paths.quotaRequest(workspace, request.number)} className="min-w-0 flex-1 truncate hover:underline">
            <span className="text-ink-3">QR-{request.number}</span> {requestTitle(request)}
          </Link>
          <RequestState request={request} />
          <span className="flex-none text-ink-3 text-small">
            <Time at={Date.parse(request.endedAt ?? request.decidedAt ?? request.openedAt)} />
          </span>
        </PanelRow>
      ))}
    </Panel>
  );
}

/** What waits for the platform team, of other workspaces. */
function Undecided() {
  const { workspace } = useViewer();
  const { data } = useQuery(undecidedQuery(useApi()));
  const others = data?.items.filter((request) => request.workspace !== workspace) ?? [];
  return others.map((request) => <RequestCard key={request.id} request={request} />);
}
