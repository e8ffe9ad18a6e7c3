"use client";
import type { Authorisation, Environment } from "@plumbline/contracts/approvals/environment";
import { Button } from "@plumbline/ui/button";
import { Panel } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { useQuery } from "@tanstack/react-query";
import { Plus, ServerCog } from "lucide-react";
import dynamic from "next/dynamic";
import { Loaded } from "#src/components/loaded.tsx";
import { useUrlState } from "#src/components/url-state.ts";
import { environmentsQuery } from "#src/domains/registry/queries.ts";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { useViewer } from "#src/shell/viewer.tsx";
import { EnvironmentPanel } from "./environment-panel.tsx";
import { authorisationsQuery } from "./queries.ts";

const EnvironmentForm = dynamic(() => import("./environment-form.tsx").then((module) => module.EnvironmentForm));

/** Where do versions act, and which of them may act there now? */
export function EnvironmentsPage() {
  const api = useApi();
  const { can } = useViewer();
  const url = useUrlState();
  const environments = useQuery(environmentsQuery(api));
  const authorisations = useQuery(authorisationsQuery(api));
  const mayManage = can("environment:manage");
  return (
    <Page
      title="Environments"
      lead="Where versions act. A version acts in an environment once it has reached its stage and a decision allows it there."
      actions={
        mayManage && (
          <Button tone="primary" onClick={() => url.set({ new: "1" })}>
            <Plus className="icon-small" aria-hidden="true" />
            New environment
          </Button>
        )
      }
    >
      <Loaded query={environments} what="The environments" skeleton={<Waiting />}>
        {({ items }) => (
          <Loaded query={authorisations} what="What is live" skeleton={<Waiting />}>
            {(live) => <Panels environments={items} live={live.items} />}
          </Loaded>
        )}
      </Loaded>
      {mayManage && url.get("new") === "1" && <EnvironmentForm environment={undefined} onClose={() => url.set({ new: undefined })} />}
    </Page>
  );
}

function Panels({ environments, live }: { environments: readonly Environment[]; live: readonly Authorisation[] }) {
  const open = environments.filter(({ isArchived }) => !isArchived);
  const closed = environments.filter(({ isArchived }) => isArchived);
  if (environments.length === 0) {
    return (
      <Panel>
        <EmptyState icon={<ServerCog />} title="No environment">
          Somebody who manages environments can make one.
        </EmptyState>
      </Panel>
    );
  }
  return (
    <div className="grid gap-3">
      {open.map((environment) => (
        <EnvironmentPanel
          key={environment.name}
          environment={environment}
          live={live.filter((authorisation) => authorisation.environment === environment.name)}
        />
      ))}
      {closed.length > 0 && (
        <p className="text-ink-3">Closed, and their names not used again: {closed.map(({ name }) => name).join(", ")}.</p>
      )}
    </div>
  );
}

function Waiting() {
  return (
    <Panel flush>
      <SkeletonRows label="Environments are being read" columns={[120, 90, 160, 110]} />
    </Panel>
  );
}
