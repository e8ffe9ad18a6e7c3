"use client";
import { roleDescriptions } from "@plumbline/contracts/permissions";
import { CodeBlock } from "@plumbline/ui/code-block";
import { Bytes, Count } from "@plumbline/ui/figure";
import { KeyValues } from "@plumbline/ui/key-values";
import { Panel } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { Time } from "@plumbline/ui/time";
import { useQuery } from "@tanstack/react-query";
import { Loaded } from "#src/components/loaded.tsx";
import { useOrigin } from "#src/components/origin.ts";
import { StoragePanel } from "#src/domains/experiments/storage/storage-panel.tsx";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { useViewer } from "#src/shell/viewer.tsx";
import { usageQuery, workspaceQuery } from "../queries.ts";
import { DescriptionForm } from "./description-form.tsx";
import { SettingsTabs } from "./settings-tabs.tsx";

/** The workspace: what it is, what it holds, how clients reach it. */
export function SettingsPage() {
  const api = useApi();
  const { role, workspace } = useViewer();
  const details = useQuery(workspaceQuery(api));
  const usage = useQuery(usageQuery(api));
  const origin = useOrigin();
  return (
    <Page title="Settings" tabs={<SettingsTabs />}>
      <div className="grid max-w-5xl items-start gap-3 lg:grid-cols-2">
        <Panel title="Workspace">
          <Loaded
            query={details}
            what="The workspace"
            skeleton={<SkeletonRows label="The workspace is being read" rows={3} columns={[80, 160]} />}
          >
            {(data) => (
              <>
                <KeyValues
                  rows={[
                    [
                      "Name",
                      <span key="n" className="code">
                        {data.name}
                      </span>,
                    ],
                    ["Created", <Time key="m" at={Date.parse(data.createdAt)} style="sentence" />],
                    ["Your role", `${role}. ${roleDescriptions[role]}`],
                  ]}
                />
                <DescriptionForm description={data.description} />
              </>
            )}
          </Loaded>
        </Panel>
        <Panel title="Storage" aside="what the workspace holds">
          <Loaded
            query={usage}
            what="The figures"
            skeleton={<SkeletonRows label="The figures are being read" rows={4} columns={[100, 70]} />}
          >
            {(data) => (
              <KeyValues
                rows={[
                  ["Experiments", <Count key="e" value={data.experiments} />],
                  ["Runs", <Count key="r" value={data.runs} />],
                  ["Metric points", <Count key="p" value={data.metricPoints} />],
                  ["Files", <Count key="f" value={data.artifacts} />],
                  ["Size of files", <Bytes key="b" value={data.artifactBytes} />],
                ]}
              />
            )}
          </Loaded>
          <p className="mt-2.5 text-ink-3 text-small">
            Files with the same bytes are stored and counted once. Deleted runs keep their files until they are purged.
          </p>
        </Panel>
        <StoragePanel />
        <Panel title="MLflow clients" className="lg:col-span-2">
          <p className="mb-2 text-ink-2">
            Unmodified clients, 2.x and 3.x, speak to this address. A token belongs to one workspace, so nothing else has to be said; a
            client that names a workspace names this one:
          </p>
          <CodeBlock
            label="Client settings"
            language="shell"
            code={`export MLFLOW_TRACKING_URI=${origin}\nexport MLFLOW_WORKSPACE=${workspace}  # optional`}
          />
        </Panel>
      </div>
    </Page>
  );
}
