import type { TrashedRun } from "@plumbline/contracts/experiments/trash";
import type { TableColumn } from "@plumbline/ui/data-table";
import { Time } from "@plumbline/ui/time";

type Deleted = Pick<TrashedRun, "deletedAt" | "deletedBy" | "goesAt">;

/** Who deleted it, when, and when it goes. */
export const deletedColumns: TableColumn<Deleted>[] = [
  {
    id: "deleted",
    label: "Deleted",
    width: 100,
    align: "end",
    cell: (row) => <Time at={Date.parse(row.deletedAt)} className="text-ink-2" />,
  },
  {
    id: "by",
    label: "By",
    width: 150,
    cell: (row) => (
      <span className="truncate text-ink-2">{row.deletedBy ? (row.deletedBy.name ?? row.deletedBy.id.slice(0, 8)) : "–"}</span>
    ),
  },
  {
    id: "goes",
    label: "Goes for good",
    width: 130,
    align: "end",
    cell: (row) => (row.goesAt === null ? <span className="text-ink-3">never by itself</span> : <Time at={Date.parse(row.goesAt)} />),
  },
];
