import type { Dataset } from "@plumbline/contracts/datasets/dataset";
import type { TableColumn } from "@plumbline/ui/data-table";
import { Bytes, Count } from "@plumbline/ui/figure";
import { Time } from "@plumbline/ui/time";
import Link from "next/link";
import { paths } from "#src/shell/paths.ts";
import { DigestMark } from "../digest-mark.tsx";
import { Rows } from "../profile-status.tsx";

const none = <span className="text-ink-3">none</span>;

export function datasetColumns(workspace: string): TableColumn<Dataset>[] {
  return [
    {
      id: "name",
      label: "Name",
      width: 240,
      isGrowing: true,
      cell: (row) => (
        <Link href={paths.dataset(workspace, row.name)} className="truncate font-medium hover:underline" title={row.name}>
          {row.name}
        </Link>
      ),
    },
    { id: "versions", label: "Versions", width: 90, align: "end", cell: (row) => <Count value={row.versionCount} /> },
    {
      id: "latest",
      label: "Latest",
      width: 90,
      cell: (row) =>
        row.latest ? (
          <Link href={paths.datasetVersion(workspace, row.name, row.latest.version)} className="hover:underline">
            Version {row.latest.version}
          </Link>
        ) : (
          none
        ),
    },
    {
      id: "rows",
      label: "Rows",
      width: 120,
      align: "end",
      cell: (row) => (row.latest ? <Rows state={row.latest.profileState} rowCount={row.latest.rowCount} /> : none),
    },
    {
      id: "size",
      label: "Size",
      width: 90,
      align: "end",
      cell: (row) => (row.latest?.sizeBytes == null ? none : <Bytes value={row.latest.sizeBytes} />),
    },
    { id: "digest", label: "Digest", width: 210, cell: (row) => (row.latest ? <DigestMark isVerified={row.latest.isVerified} /> : none) },
    {
      id: "owner",
      label: "Owner",
      width: 150,
      cell: (row) => (row.owner ? <span className="truncate text-ink-2">{row.owner.name ?? row.owner.id.slice(0, 8)}</span> : none),
    },
    {
      id: "changed",
      label: "Last change",
      width: 110,
      align: "end",
      cell: (row) => <Time at={Date.parse(row.updatedAt)} className="text-ink-2" />,
    },
  ];
}
