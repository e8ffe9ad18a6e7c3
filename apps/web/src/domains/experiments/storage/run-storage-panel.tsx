"use client";
import { Bytes, Count } from "@plumbline/ui/figure";
import { KeyValues } from "@plumbline/ui/key-values";
import { Panel } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { useQuery } from "@tanstack/react-query";
import { Loaded } from "#src/components/loaded.tsx";
import { useApi } from "#src/shell/api.tsx";
import { runStorageQuery } from "./queries.ts";

/** What the run takes now. */
export function RunStoragePanel({ runId }: { runId: string }) {
  const query = useQuery(runStorageQuery(useApi(), runId));
  return (
    <Panel title="Storage">
      <Loaded query={query} what="The storage" skeleton={<SkeletonRows label="The storage is being read" rows={3} columns={[80, 90]} />}>
        {(use) => (
          <KeyValues
            rows={[
              [
                "Files",
                <span key="f">
                  <Count value={use.artifacts} />, <Bytes value={use.artifactBytes} />
                </span>,
              ],
              [
                "Metric points",
                <span key="p">
                  <Count value={use.points} />, <Bytes value={use.pointBytes} />
                </span>,
              ],
              ["Rows", <Count key="r" value={use.rows} />],
            ]}
          />
        )}
      </Loaded>
    </Panel>
  );
}
