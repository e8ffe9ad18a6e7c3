"use client";
import type { Dataset } from "@plumbline/contracts/datasets/dataset";
import { Button } from "@plumbline/ui/button";
import { KeyValues } from "@plumbline/ui/key-values";
import { Panel } from "@plumbline/ui/panel";
import { Chip } from "@plumbline/ui/status";
import { Time } from "@plumbline/ui/time";
import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { useUrlState } from "#src/components/url-state.ts";
import { useViewer } from "#src/shell/viewer.tsx";

const EditDataset = dynamic(() => import("./edit-dataset.tsx").then((module) => module.EditDataset));

/** What governs the data: what it is for, who answers for it, how long it is kept. */
export function DatasetFacts({ dataset }: { dataset: Dataset }) {
  const { can } = useViewer();
  const url = useUrlState();
  const edit = can("dataset:write") && (
    <Button size="small" onClick={() => url.set({ edit: "1" })}>
      Edit
    </Button>
  );
  const { purpose, description, owner, retentionDays, tags } = dataset;
  const rows: (readonly [string, ReactNode] | null)[] = [
    ["Purpose", <Words key="p" text={purpose} />],
    ["Description", <Words key="d" text={description} />],
    ["Owner", owner ? (owner.name ?? owner.id.slice(0, 8)) : "nobody"],
    ["Kept for", retentionDays === null ? <Words key="k" text="" /> : `${retentionDays} ${retentionDays === 1 ? "day" : "days"}`],
    ["Changed", <Time key="c" at={Date.parse(dataset.updatedAt)} style="sentence" />],
    tags.length === 0 ? null : ["Tags", <Tags key="t" tags={tags} />],
  ];
  return (
    <Panel title="About" actions={edit}>
      <KeyValues rows={rows} />
      {url.get("edit") === "1" && can("dataset:write") && <EditDataset dataset={dataset} onClose={() => url.set({ edit: undefined })} />}
    </Panel>
  );
}

function Words({ text }: { text: string }) {
  return text ? <span className="whitespace-pre-wrap">{text}</span> : <span className="text-ink-3">not said</span>;
}

function Tags({ tags }: Pick<Dataset, "tags">) {
  return (
    <span className="flex flex-wrap gap-1.5">
      {tags.map(({ key, value }) => (
        <Chip key={key} title={`${key}: ${value}`}>
          <span className="truncate">
            {key}: {value}
          </span>
        </Chip>
      ))}
    </span>
  );
}
