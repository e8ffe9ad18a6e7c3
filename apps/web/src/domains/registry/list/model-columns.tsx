import type { RegisteredModel } from "@plumbline/contracts/registry/model";
import type { TableColumn } from "@plumbline/ui/data-table";
import { Count } from "@plumbline/ui/figure";
import { Time } from "@plumbline/ui/time";
import Link from "next/link";
import { paths } from "#src/shell/paths.ts";
import { actorName, StageMark } from "../stages.tsx";
import { TierMark } from "../tiers.tsx";
import { DueFindings } from "./due-findings.tsx";
import { championOf, highestStage } from "./model-facts.ts";

const none = <span className="text-ink-3">none</span>;

export function modelColumns(workspace: string): TableColumn<RegisteredModel>[] {
  return [
    {
      id: "name",
      label: "Name",
      width: 220,
      isGrowing: true,
      cell: (row) => (
        <Link href={paths.model(workspace, row.name)} className="truncate font-medium hover:underline" title={row.name}>
          {row.name}
        </Link>
      ),
    },
    { id: "tier", label: "Tier", width: 110, cell: (row) => <TierMark tier={row.tier} className="text-ink-2" /> },
    { id: "stage", label: "Stage", width: 176, cell: (row) => <Where model={row} /> },
    {
      id: "champion",
      label: "Champion",
      width: 90,
      align: "end",
      cell: (row) => <VersionLink workspace={workspace} model={row.name} version={championOf(row)} />,
    },
    {
      id: "latest",
      label: "Latest",
      width: 80,
      align: "end",
      cell: (row) => <VersionLink workspace={workspace} model={row.name} version={row.latestVersion} />,
    },
    {
      id: "versions",
      label: "Versions",
      width: 84,
      align: "end",
      cell: (row) => <Count value={row.versionCount} className="text-ink-2" />,
    },
    {
      id: "owner",
      label: "Owner",
      width: 150,
      cell: (row) =>
        row.businessOwner ? (
          <span className="truncate text-ink-2">{actorName(row.businessOwner)}</span>
        ) : (
          <span className="text-ink-3">nobody</span>
        ),
    },
    {
      id: "findings",
      label: "Open findings",
      width: 130,
      align: "end",
      cell: (row) => <DueFindings open={row.openFindings} dueAt={row.nextFindingDueAt} />,
    },
    {
      id: "changed",
      label: "Last change",
      width: 104,
      align: "end",
      cell: (row) => <Time at={Date.parse(row.updatedAt)} className="text-ink-2" />,
    },
  ];
}

function Where({ model }: { model: RegisteredModel }) {
  if (model.kind === "external") return <span className="truncate text-ink-2">external, {model.vendor || "vendor not named"}</span>;
  const stage = highestStage(model);
  return stage ? <StageMark stage={stage} /> : <span className="text-ink-3">no version yet</span>;
}

function VersionLink({ workspace, model, version }: { workspace: string; model: string; version: number | null }) {
  if (version === null) return none;
  return (
    <Link
      href={paths.version(workspace, { model, version })}
      className="inline-grid min-h-6 min-w-6 items-center justify-items-end hover:underline"
    >
      {version}
    </Link>
  );
}
