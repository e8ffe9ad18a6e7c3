"use client";
import { type Delivery, replayDelivery, type WebhookEndpoint } from "@plumbline/contracts/notifications";
import { Button } from "@plumbline/ui/button";
import { Select } from "@plumbline/ui/input";
import { Panel } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { Status, type StatusShape } from "@plumbline/ui/status";
import { Time } from "@plumbline/ui/time";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { failToast } from "#src/components/fail-toast.ts";
import { Loaded } from "#src/components/loaded.tsx";
import { Cell, Table } from "#src/components/table.tsx";
import { useUrlState } from "#src/components/url-state.ts";
import { useApi } from "#src/shell/api.tsx";
import { deliveriesQuery } from "./queries.ts";

const signs: Readonly<Record<Delivery["state"], { shape: StatusShape; word: string }>> = {
  queued: { shape: "waiting", word: "Queued" },
  sent: { shape: "good", word: "Sent" },
  failed: { shape: "warn", word: "Failed, tried again" },
  dead: { shape: "bad", word: "Given up" },
};
const states = Object.keys(signs) as Delivery["state"][];

const headings = [
  { label: "Event" },
  { label: "To" },
  { label: "State" },
  { label: "Attempts", align: "end" as const },
  { label: "Answer" },
  { label: "Made", align: "end" as const },
  { label: "Replay", isHidden: true },
];

/** What was sent out in the last 30 days, and what waits. */
export function DeliveriesPanel({ endpoints }: { endpoints: readonly WebhookEndpoint[] }) {
  const url = useUrlState();
  const endpointId = endpoints.find(({ id }) => id === url.get("endpoint"))?.id;
  const state = states.find((option) => option === url.get("state"));
  const query = useInfiniteQuery(deliveriesQuery(useApi(), { endpointId, state }));
  return (
    <Panel
      title="Deliveries"
      aside="of the last 30 days"
      flush
      actions={
        <>
          <Select
            aria-label="Endpoint"
            value={endpointId ?? ""}
            onChange={(event) => url.set({ endpoint: event.target.value })}
            className="h-6! w-auto! max-w-48 text-small"
          >
            <option value="">Every endpoint, and e-mail</option>
            {endpoints.map((endpoint) => (
              <option key={endpoint.id} value={endpoint.id}>
                {endpoint.url}
              </option>
            ))}
          </Select>
          <Select
            aria-label="State"
            value={state ?? ""}
            onChange={(event) => url.set({ state: event.target.value })}
            className="h-6! w-auto! text-small"
          >
            <option value="">Every state</option>
            {states.map((option) => (
              <option key={option} value={option}>
                {signs[option].word}
              </option>
            ))}
          </Select>
        </>
      }
    >
      <Loaded
        query={query}
        what="The deliveries"
        skeleton={<SkeletonRows label="Deliveries are being read" columns={[180, 200, 80, 40]} />}
      >
        {(data) => <DeliveryTable items={data.pages.flatMap(({ items }) => items)} />}
      </Loaded>
      {query.hasNextPage && (
        <div className="border-t p-2">
          <Button tone="ghost" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show older ones
          </Button>
        </div>
      )}
    </Panel>
  );
}

function DeliveryTable({ items }: { items: readonly Delivery[] }) {
  if (items.length === 0) return <EmptyState title="Nothing was sent">Test an endpoint to see a delivery here.</EmptyState>;
  return (
    <Table label="Deliveries" headings={headings}>
      {items.map((delivery) => (
        <DeliveryRow key={delivery.id} delivery={delivery} />
      ))}
    </Table>
  );
}

function DeliveryRow({ delivery }: { delivery: Delivery }) {
  const api = useApi();
  const client = useQueryClient();
  const { id, kind, target, state, attempts, lastStatus, lastError, createdAt, nextAttemptAt } = delivery;
  const replay = useMutation({
    mutationFn: () => api.call(replayDelivery, { deliveryId: id }),
    onSuccess: () => client.invalidateQueries({ queryKey: [api.workspace, "deliveries"] }),
    onError: (error) => failToast("It was not sent again", error, () => replay.mutate()),
  });
  const answer = [lastStatus, lastError].filter((part) => part !== null).join(" ");
  return (
    <tr>
      <Cell>
        <span className="code">{kind}</span>
      </Cell>
      <Cell className="max-w-64 truncate">
        <span title={target}>{target}</span>
      </Cell>
      <Cell>
        <Status shape={signs[state].shape}>{signs[state].word}</Status>
        {state === "failed" && nextAttemptAt && (
          <span className="text-ink-3">
            {" "}
            <Time at={Date.parse(nextAttemptAt)} style="sentence" />
          </span>
        )}
      </Cell>
      <Cell align="end">{attempts}</Cell>
      <Cell className="max-w-56 truncate text-ink-2">
        <span title={answer}>{answer || "–"}</span>
      </Cell>
      <Cell align="end">
        <Time at={Date.parse(createdAt)} />
      </Cell>
      <Cell align="end">
        <Button
          size="small"
          busy={replay.isPending}
          denied={state === "queued" ? "It is still on its way" : undefined}
          onClick={() => replay.mutate()}
        >
          <RotateCw className="icon-small" aria-hidden="true" />
          Replay
        </Button>
      </Cell>
    </tr>
  );
}
