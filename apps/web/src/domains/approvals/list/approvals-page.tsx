"use client";
import { RequestKind } from "@plumbline/contracts/approvals/request";
import { Button } from "@plumbline/ui/button";
import { Select } from "@plumbline/ui/input";
import { Panel } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { Segments } from "@plumbline/ui/tabs";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Stamp } from "lucide-react";
import { Loaded } from "#src/components/loaded.tsx";
import { useRowFocus } from "#src/components/row-focus.ts";
import { useUrlState } from "#src/components/url-state.ts";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { requestsQuery } from "../queries.ts";
import { kindWords } from "../words.ts";
import { DelegationsPanel } from "./delegations-panel.tsx";
import { groupRequests, parseGroup, parseKind, type RequestGroup, type ShownGroup } from "./request-groups.ts";
import { RequestHeadings, RequestRow } from "./request-row.tsx";

const groups = [
  { value: "all", label: "All" },
  { value: "waiting", label: "For me" },
  { value: "undecided", label: "Undecided" },
  { value: "decided", label: "Decided" },
] as const;

/** What am I asked, and what was decided? */
export function ApprovalsPage() {
  const url = useUrlState();
  const shown = parseGroup(url.get("show"));
  const kind = parseKind(url.get("kind"));
  return (
    <Page title="Approvals" lead="Requests that a policy governs. Each shows what it asks, what there is, and who may decide.">
      <div className="mb-2.5 flex flex-wrap items-center gap-2">
        <Segments label="Which" value={shown} onChange={(next) => url.set({ show: next === "all" ? undefined : next })} options={groups} />
        <Select
          aria-label="Kind"
          value={kind ?? ""}
          onChange={(event) => url.set({ kind: event.target.value })}
          className="w-auto! sm:min-w-36"
        >
          <option value="">Every kind</option>
          {RequestKind.options.map((option) => (
            <option key={option} value={option}>
              {kindWords[option]}
            </option>
          ))}
        </Select>
        {url.get("subject") && <Button onClick={() => url.set({ subject: undefined })}>Only one subject. Show all</Button>}
      </div>
      <div className="grid items-start gap-3 2xl:grid-cols-[minmax(0,1fr)_320px]">
        <Requests shown={shown} kind={kind} subject={url.get("subject")} />
        <DelegationsPanel />
      </div>
    </Page>
  );
}

interface RequestsProps {
  shown: ShownGroup;
  kind: RequestKind | undefined;
  subject: string | undefined;
}

function Requests({ shown, kind, subject }: RequestsProps) {
  const api = useApi();
  const undecided = useInfiniteQuery(requestsQuery(api, { state: "undecided", kind, subject }));
  const decided = useInfiniteQuery(requestsQuery(api, { state: "decided", kind, subject }));
  const list = useRowFocus<HTMLDivElement>("Approvals");
  const rowsOf = (query: typeof undecided) => query.data?.pages.flatMap(({ items }) => items) ?? [];
  const found = groupRequests(rowsOf(undecided), rowsOf(decided)).filter(({ id }) => shown === "all" || shown === id);
  const lists = { waiting: undecided, undecided, decided };
  const filled = found.filter(({ rows }) => rows.length > 0);
  return (
    <div ref={list} className="grid min-w-0 gap-3">
      <Loaded query={undecided} what="The requests" skeleton={<ListSkeleton />}>
        {() => (
          <Loaded query={decided} what="The decided requests" skeleton={<ListSkeleton />}>
            {() =>
              filled.length === 0 ? (
                <Nothing shown={shown} isFiltered={kind !== undefined || subject !== undefined} />
              ) : (
                filled.map((group) => <GroupPanel key={group.id} group={group} query={lists[group.id]} />)
              )
            }
          </Loaded>
        )}
      </Loaded>
    </div>
  );
}

interface More {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
}

function GroupPanel({ group, query }: { group: RequestGroup; query: More }) {
  return (
    <Panel title={group.title} aside={`${group.rows.length}${query.hasNextPage ? "+" : ""}`} flush>
      <RequestHeadings isOver={group.id === "decided"} />
      <ul aria-label={group.title}>
        {group.rows.map((request) => (
          <RequestRow key={request.number} request={request} />
        ))}
      </ul>
      {query.hasNextPage && group.id !== "waiting" && (
        <div className="border-t p-2">
          <Button tone="ghost" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show older ones
          </Button>
        </div>
      )}
    </Panel>
  );
}

function ListSkeleton() {
  return (
    <Panel flush>
      <SkeletonRows label="Requests are being read" columns={[80, 220, 60, 60, 60, 90]} />
    </Panel>
  );
}

function Nothing({ shown, isFiltered }: { shown: ShownGroup; isFiltered: boolean }) {
  const url = useUrlState();
  const clear = () => url.set({ show: undefined, kind: undefined, subject: undefined });
  return (
    <Panel>
      {shown === "waiting" && !isFiltered ? (
        <EmptyState icon={<Stamp />} title="Nothing waits for your vote" action={<Button onClick={clear}>Show all requests</Button>}>
          You are told here and in your inbox when a request needs you.
        </EmptyState>
      ) : shown !== "all" || isFiltered ? (
        <EmptyState title="No request is like this" action={<Button onClick={clear}>Show all requests</Button>} />
      ) : (
        <EmptyState icon={<Stamp />} title="Nothing was asked for yet">
          A request begins on the page of a model's version, by “Request promotion”, or from the command line:{" "}
          <span className="code">plumb requests open NAME VERSION --to production</span>. Changes of policies and tiers come here too.
        </EmptyState>
      )}
    </Panel>
  );
}
