"use client";
import type { WebhookEndpoint } from "@plumbline/contracts/notifications";
import { Button } from "@plumbline/ui/button";
import { Panel } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { useQuery } from "@tanstack/react-query";
import { Plus, Webhook } from "lucide-react";
import dynamic from "next/dynamic";
import { Loaded } from "#src/components/loaded.tsx";
import { Table } from "#src/components/table.tsx";
import { useUrlState } from "#src/components/url-state.ts";
import { SettingsTabs } from "#src/domains/workspaces/settings/settings-tabs.tsx";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { useViewer } from "#src/shell/viewer.tsx";
import { DeliveriesPanel } from "./deliveries-panel.tsx";
import { EndpointRow } from "./endpoint-row.tsx";
import { endpointsQuery } from "./queries.ts";

const EndpointForm = dynamic(() => import("./endpoint-form.tsx").then((module) => module.EndpointForm));

/** Who outside is told of what happens here, and did it reach them? */
export function WebhooksPage() {
  const { can } = useViewer();
  const url = useUrlState();
  const mayManage = can("webhook:manage");
  return (
    <Page
      title="Webhooks"
      tabs={<SettingsTabs />}
      lead="Other systems are told of what happens in the workspace, by signed requests that are repeated until they are taken."
      actions={
        mayManage && (
          <Button tone="primary" onClick={() => url.set({ new: "1" })}>
            <Plus className="icon-small" aria-hidden="true" />
            New endpoint
          </Button>
        )
      }
    >
      {mayManage ? (
        <Endpoints />
      ) : (
        <Panel>
          <EmptyState icon={<Webhook />} title="Administrators of the workspace keep its webhooks" />
        </Panel>
      )}
      {mayManage && url.get("new") === "1" && <EndpointForm endpoint={undefined} onClose={() => url.set({ new: undefined })} />}
    </Page>
  );
}

const headings = [
  { label: "Address" },
  { label: "Events" },
  { label: "State" },
  { label: "Made", align: "end" as const },
  { label: "Acts", isHidden: true },
];

function Endpoints() {
  const query = useQuery(endpointsQuery(useApi()));
  return (
    <div className="grid gap-3">
      <Panel title="Endpoints" aside={query.data?.items.length} flush>
        <Loaded
          query={query}
          what="The endpoints"
          skeleton={<SkeletonRows label="Endpoints are being read" rows={3} columns={[260, 160, 60]} />}
        >
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState icon={<Webhook />} title="Nobody outside is told yet">
                An endpoint gets each event that it listens to as a POST, signed as Standard Webhooks says.
              </EmptyState>
            ) : (
              <EndpointTable items={items} />
            )
          }
        </Loaded>
      </Panel>
      <DeliveriesPanel endpoints={query.data?.items ?? []} />
    </div>
  );
}

function EndpointTable({ items }: { items: readonly WebhookEndpoint[] }) {
  return (
    <Table label="Endpoints" headings={headings}>
      {items.map((endpoint) => (
        <EndpointRow key={endpoint.id} endpoint={endpoint} />
      ))}
    </Table>
  );
}
