"use client";
import type { RegisteredModel } from "@plumbline/contracts/registry/model";
import type { ModelVersion } from "@plumbline/contracts/registry/version";
import { Button } from "@plumbline/ui/button";
import { CodeBlock } from "@plumbline/ui/code-block";
import { Identifier } from "@plumbline/ui/identifier";
import { Panel } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { Chip, Status } from "@plumbline/ui/status";
import { Time } from "@plumbline/ui/time";
import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Loaded } from "#src/components/loaded.tsx";
import { Cell, Table } from "#src/components/table.tsx";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { versionsQuery } from "../queries.ts";
import { actorName, StageMark } from "../stages.tsx";

const headings = [
  { label: "Version" },
  { label: "Stage" },
  { label: "Aliases" },
  { label: "Digest" },
  { label: "Run" },
  { label: "Registered by" },
  { label: "When", align: "end" as const },
];

export function VersionsPanel({ model }: { model: RegisteredModel }) {
  const query = useInfiniteQuery(versionsQuery(useApi(), model.name));
  const versions = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Panel title="Versions" aside={String(model.versionCount)} flush>
      <Loaded
        query={query}
        what="The versions"
        skeleton={<SkeletonRows label="Versions are being read" rows={5} columns={[40, 90, 80, 80, 70, 110, 50]} />}
      >
        {() =>
          versions.length === 0 ? (
            <NoVersions model={model} />
          ) : (
            <>
              <Table label="Versions" headings={headings}>
                {versions.map((version) => (
                  <VersionRow key={version.version} version={version} />
                ))}
              </Table>
              {query.hasNextPage && (
                <div className="border-t p-2">
                  <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                    Show earlier
                  </Button>
                </div>
              )}
            </>
          )
        }
      </Loaded>
    </Panel>
  );
}

function VersionRow({ version }: { version: ModelVersion }) {
  const { workspace } = useApi();
  return (
    <tr>
      <Cell>
        <Link
          href={paths.version(workspace, version)}
          className="inline-grid min-h-6 min-w-6 place-items-center justify-start font-medium tabular-nums hover:underline"
        >
          {version.version}
        </Link>
      </Cell>
      <Cell>{version.status === "READY" ? <StageMark stage={version.stage} /> : <Registering version={version} />}</Cell>
      <Cell>
        <span className="flex gap-1">
          {version.aliases.map((alias) => (
            <Chip key={alias} tone={alias === "champion" ? "accent" : "neutral"}>
              @{alias}
            </Chip>
          ))}
        </span>
      </Cell>
      <Cell>{version.digest ? <Identifier value={version.digest} what="digest" /> : <span className="text-ink-3">outside</span>}</Cell>
      <Cell>
        {version.runId ? (
          <Link href={paths.run(workspace, version.runId)} className="code hover:underline">
            {version.runId.slice(0, 8)}
          </Link>
        ) : (
          <span className="text-ink-3">none</span>
        )}
      </Cell>
      <Cell className="text-ink-2">{actorName(version.registeredBy)}</Cell>
      <Cell align="end" className="text-ink-2">
        <Time at={Date.parse(version.createdAt)} />
      </Cell>
    </tr>
  );
}

function Registering({ version: { status, statusMessage } }: { version: ModelVersion }) {
  if (status === "PENDING_REGISTRATION") return <Status shape="running">being registered</Status>;
  return (
    <Status shape="bad">
      <span title={statusMessage ?? undefined}>not registered</span>
    </Status>
  );
}

function NoVersions({ model }: { model: RegisteredModel }) {
  if (model.kind === "external") {
    return <EmptyState title="Its versions are the vendor's">Findings and validations are kept here all the same.</EmptyState>;
  }
  return (
    <EmptyState title="No version yet">
      <p className="mb-3">Code registers one from what a run has logged:</p>
      <CodeBlock
        className="text-left"
        label="Code that registers a version"
        language="python"
        code={`model = mlflow.last_logged_model()\nmlflow.register_model(model.model_uri, ${JSON.stringify(model.name)})`}
      />
    </EmptyState>
  );
}
