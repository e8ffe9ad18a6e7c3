import type { DatasetVersion } from "@plumbline/contracts/datasets/version";
import type { TableColumn } from "@plumbline/ui/data-table";
import { Bytes, Count } from "@plumbline/ui/figure";
import { Time } from "@plumbline/ui/time";
import Link from "next/link";
import { paths } from "#src/shell/paths.ts";
import { DigestMark } from "../digest-mark.tsx";
import { Rows } from "../profile-status.tsx";

const none = <span className="text-ink-3">none</span>;

export function versionColumns(workspace: string): TableColumn<DatasetVersion>[] {
  return [
    {
      id: "version",
      label: "Version",
      width: 96,
      cell: (row) => (
        <Link href={paths.datasetVersion(workspace, row.dataset, row.version)} className="font-medium hover:underline">
          Version {row.version}
        </Link>
      ),
    },
    { id: "digest", label: "Digest", width: 210, cell: (row) => <DigestMark isVerified={row.isVerified} /> },
    {
      id: "rows",
      label: "Rows",
      width: 112,
      align: "end",
      cell: (row) => <Rows state={row.profile.state} rowCount={row.profile.rowCount} />,
    },
    {
      id: "columns",
      label: "Columns",
      width: 76,
      align: "end",
      cell: (row) => (row.profile.columnCount === null ? null : <Count value={row.profile.columnCount} />),
    },
    {
      id: "size",
      label: "Size",
      width: 80,
      align: "end",
      cell: (row) => (row.origin.kind === "upload" ? <Bytes value={row.origin.sizeBytes} /> : none),
    },
    {
      id: "from",
      label: "From",
      width: 160,
      isGrowing: true,
      cell: (row) =>
        row.origin.kind === "upload" ? (
          <span className="truncate text-ink-2" title={row.origin.fileName}>
            {row.origin.fileName}
          </span>
        ) : (
          <Link href={paths.run(workspace, row.origin.runId)} className="truncate hover:underline">
            input of run <span className="code">{row.origin.runId.slice(0, 8)}</span>
          </Link>
        ),
    },
    {
      id: "created",
      label: "Created",
      width: 76,
      align: "end",
      cell: (row) => <Time at={Date.parse(row.createdAt)} className="text-ink-2" />,
    },
  ];
}
