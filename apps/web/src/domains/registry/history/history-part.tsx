"use client";
import type { HistoryEntry } from "@plumbline/contracts/registry/history";
import { Button } from "@plumbline/ui/button";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { Time } from "@plumbline/ui/time";
import { useInfiniteQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import Link from "next/link";
import { Loaded } from "#src/components/loaded.tsx";
import { Cell, Table } from "#src/components/table.tsx";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { useModel } from "../model/model-context.tsx";
import { historyQuery } from "../queries.ts";
import { actorName } from "../stages.tsx";
import { useVersion } from "../version/version-context.tsx";
import { historyText } from "./history-text.ts";

/** All that happened to a model. */
export function ModelHistory() {
  return <HistoryList model={useModel().name} />;
}

/** All that happened to one version. */
export function VersionHistory() {
  const { model, version } = useVersion();
  return <HistoryList model={model} version={version} />;
}

const headings = [
  { label: "When", align: "end" as const },
  { label: "Version", align: "end" as const },
  { label: "What" },
  { label: "By" },
  { label: "Request" },
  { label: "Reason" },
];

function HistoryList({ model, version }: { model: string; version?: number }) {
  const query = useInfiniteQuery(historyQuery(useApi(), model, version === undefined ? {} : { version }));
  const entries = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section className="min-w-0 overflow-hidden rounded-lg border bg-surface">
      <Loaded query={query} what="The history" skeleton={<SkeletonRows label="History is being read" columns={[90, 40, 220, 110, 60]} />}>
        {() =>
          entries.length === 0 ? (
            <EmptyState icon={<History />} title="Nothing has happened yet">
              Registered versions, stages and aliases are listed here, each with whoever did it and why.
            </EmptyState>
          ) : (
            <>
              <Table label="History" headings={headings}>
                {entries.map((entry, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: entries have no id, and are only ever added to
                  <Entry key={entries.length - at} entry={entry} model={model} />
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
    </section>
  );
}

function Entry({ entry, model }: { entry: HistoryEntry; model: string }) {
  const { workspace } = useApi();
  return (
    <tr>
      <Cell align="end" className="text-ink-2">
        <Time at={entry.at} style="moment" />
      </Cell>
      <Cell align="end">
        {entry.version !== null && (
          <Link
            href={paths.version(workspace, { model, version: entry.version })}
            className="inline-grid min-h-6 min-w-6 place-items-center hover:underline"
          >
            {entry.version}
          </Link>
        )}
      </Cell>
      <Cell>{historyText(entry)}</Cell>
      <Cell className="text-ink-2">{actorName(entry.by)}</Cell>
      <Cell>
        {entry.requestNumber !== null && (
          <Link href={paths.request(workspace, entry.requestNumber)} className="text-accent hover:underline">
            {entry.requestNumber}
          </Link>
        )}
      </Cell>
      <Cell className="max-w-96 truncate text-ink-2">
        <span title={entry.reason}>{entry.reason}</span>
      </Cell>
    </tr>
  );
}
