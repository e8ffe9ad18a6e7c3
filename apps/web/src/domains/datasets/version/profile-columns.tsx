import type { ColumnProfile } from "@plumbline/contracts/datasets/profile";
import { Bars } from "@plumbline/ui/charts/bars";
import type { TableColumn } from "@plumbline/ui/data-table";
import { cellText, distinctText, shareText, topText, typeWords } from "./cell-text.ts";

const none = <span className="text-ink-3">none</span>;

interface Given {
  rowCount: number;
  onChoose: (column: string) => void;
}

export function profileColumns({ rowCount, onChoose }: Given): TableColumn<ColumnProfile>[] {
  return [
    {
      id: "name",
      label: "Column",
      width: 150,
      isGrowing: true,
      cell: (row) => (
        <button
          type="button"
          onClick={() => onChoose(row.name)}
          className="min-h-6 min-w-0 truncate font-medium hover:underline"
          title={row.name}
        >
          {row.name}
        </button>
      ),
    },
    {
      id: "type",
      label: "Type",
      width: 84,
      cell: (row) => (
        <span className="text-ink-2" title={row.storedType}>
          {typeWords[row.type]}
        </span>
      ),
    },
    {
      id: "nulls",
      label: "Missing",
      width: 76,
      align: "end",
      cell: (row) =>
        row.nullCount === 0 ? none : <span title={`${row.nullCount} of ${rowCount} rows`}>{shareText(row.nullCount, rowCount)}</span>,
    },
    {
      id: "distinct",
      label: "Distinct",
      width: 84,
      align: "end",
      cell: (row) => (row.distinctCount === null ? none : <span className="tabular-nums">{distinctText(row)}</span>),
    },
    { id: "min", label: "Least", width: 112, align: "end", cell: (row) => <Extreme value={row.min} /> },
    { id: "max", label: "Greatest", width: 112, align: "end", cell: (row) => <Extreme value={row.max} /> },
    { id: "shape", label: "Distribution", width: 160, cell: (row) => <Shape column={row} /> },
  ];
}

function Extreme({ value }: { value: ColumnProfile["min"] }) {
  if (value === null) return none;
  return (
    <span className="truncate tabular-nums" title={String(value)}>
      {cellText(value)}
    </span>
  );
}

/** Bars of a column of numbers; else the most frequent values, where there are few. */
function Shape({ column }: { column: ColumnProfile }) {
  if (column.numbers && column.numbers.histogram.counts.length > 1) {
    return (
      <span className="block w-full">
        <Bars counts={column.numbers.histogram.counts} />
        <span className="sr-only">Mean {cellText(column.numbers.mean)}</span>
      </span>
    );
  }
  if (!column.topValues || column.topValues.length === 0) return <span className="text-ink-3">many values</span>;
  const text = topText(column.topValues);
  return (
    <span className="truncate text-ink-2" title={text}>
      {text}
    </span>
  );
}
