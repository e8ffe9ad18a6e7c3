import type { Clause } from "@plumbline/contracts/approvals/clause";
import { Time } from "@plumbline/ui/time";
import { clsx } from "clsx";
import { ClauseSign } from "#src/components/clause-sign.tsx";
import { Cell, Table } from "#src/components/table.tsx";
import { worstFirst } from "./clauses.ts";

/** On a phone state, kind and what was found are read without scrolling sideways. */
const hiddenOnPhones = "max-sm:hidden";

const headings = [
  { label: "State" },
  { label: "Kind" },
  { label: "Found" },
  { label: "By", className: hiddenOnPhones },
  { label: "Made", align: "end" as const, className: hiddenOnPhones },
  { label: "Valid until", align: "end" as const, className: hiddenOnPhones },
];

/** Each requirement with the evidence that there is; below one that is unmet, what to do about it. */
export function ClauseTable({ clauses }: { clauses: readonly Clause[] }) {
  return (
    <div className="[&_td:not(:first-child)]:pl-2 [&_td:not(:last-child)]:pr-2 [&_td]:h-7 [&_th:not(:first-child)]:pl-2 [&_th:not(:last-child)]:pr-2">
      <Table label="Evidence" headings={headings}>
        {worstFirst(clauses).map((clause) => (
          <ClauseRow key={clause.id} clause={clause} />
        ))}
      </Table>
    </div>
  );
}

function ClauseRow({ clause }: { clause: Clause }) {
  const source = `${clause.source.policy} v${clause.source.version}${clause.source.line === null ? "" : `, line ${clause.source.line}`}`;
  return (
    <>
      <tr className={clause.todo ? "[&>td]:border-0" : undefined}>
        <Cell>
          <ClauseSign state={clause.state} />
        </Cell>
        <Cell className="max-sm:whitespace-normal">
          <span title={`${clause.asks} (${source})`}>{clause.title}</span>
        </Cell>
        <Cell className="max-w-40 text-ink-2 max-sm:whitespace-normal">
          <span className="block truncate max-sm:whitespace-normal" title={clause.found}>
            {clause.found}
          </span>
        </Cell>
        <Cell className="max-w-20 text-ink-2 max-sm:hidden">
          <span className="block truncate">{clause.producer && producerName(clause.producer)}</span>
        </Cell>
        <Cell align="end" className="text-ink-2 max-sm:hidden">
          {clause.producedAt && <Time at={Date.parse(clause.producedAt)} style="date" />}
        </Cell>
        <Cell align="end" className={clsx("max-sm:hidden", clause.state !== "expired" && "text-ink-3")}>
          {clause.validUntil ? <Time at={Date.parse(clause.validUntil)} style="date" /> : clause.producedAt && "no limit"}
        </Cell>
      </tr>
      {clause.todo && (
        <tr>
          <td className="border-b" />
          <td colSpan={headings.length - 1} className="border-b px-3 pb-1.5 align-top text-small">
            <span className="text-ink-3">Asks: {clause.asks}. </span>
            {clause.todo}
          </td>
        </tr>
      )}
    </>
  );
}

function producerName({ kind, id, name }: NonNullable<Clause["producer"]>): string {
  return kind === "platform" ? "platform" : (name ?? id.slice(0, 8));
}
