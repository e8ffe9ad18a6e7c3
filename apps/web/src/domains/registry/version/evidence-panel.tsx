"use client";
import { Panel } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { Segments } from "@plumbline/ui/tabs";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { Loaded } from "#src/components/loaded.tsx";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { previewQuery } from "../queries.ts";
import { stageNames, stagesAbove } from "../stages.tsx";
import { ClauseTable } from "./clause-table.tsx";
import { metCount } from "./clauses.ts";
import type { Preview } from "./rail.ts";
import { useVersion } from "./version-context.tsx";

/** What the next stage asks for, held against what is known of these bytes. */
export function EvidencePanel() {
  const version = useVersion();
  const above = stagesAbove(version);
  const [chosen, setChosen] = useState<"staging" | "production">();
  const target = chosen && above.includes(chosen) ? chosen : (above[0] ?? "production");
  const query = useQuery(previewQuery(useApi(), { model: version.model, version: version.version, toStage: target }));
  return (
    <Panel
      title="Evidence"
      aside={query.data && asideText(query.data)}
      flush
      actions={
        above.length > 1 && (
          <Segments
            label="For which stage"
            size="small"
            value={target}
            onChange={setChosen}
            options={above.map((stage) => ({ value: stage, label: stageNames[stage] }))}
          />
        )
      }
    >
      <Loaded
        query={query}
        what="The evidence"
        skeleton={<SkeletonRows label="Evidence is being read" rows={5} columns={[70, 130, 170, 60, 60]} />}
      >
        {(preview) => (
          <>
            {preview.clauses.length > 0 && <ClauseTable clauses={preview.clauses} />}
            <Foot preview={preview} />
          </>
        )}
      </Loaded>
    </Panel>
  );
}

function asideText({ clauses, policies }: Preview): string | undefined {
  if (policies.length === 0) return undefined;
  const { met, all } = metCount(clauses);
  const names = policies.map(({ name, version }) => `${name} v${version}`).join(", ");
  return all === 0 ? names : `${met} of ${all} met for ${names}`;
}

function Foot({ preview }: { preview: Preview }) {
  const { workspace } = useApi();
  return (
    <p className="border-t px-3 py-2 text-ink-2 first:border-0">
      {preview.text}
      {preview.openRequest !== null && (
        <>
          {" "}
          <Link href={paths.request(workspace, preview.openRequest)} className="font-medium text-accent underline">
            Open request {preview.openRequest}
          </Link>
        </>
      )}
    </p>
  );
}
