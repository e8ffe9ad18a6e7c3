import type { ReactNode } from "react";
import { Cell, type Heading, Table } from "#src/components/table.tsx";
import type { Change } from "./changes.ts";

export interface ChangeTableProps {
  label: string;
  heads: readonly Heading[];
  changes: readonly Change[];
  /** Said where nothing changed. */
  nothing: string;
}

/** What was before, and what is after. */
export function ChangeTable({ label, heads, changes, nothing }: ChangeTableProps) {
  if (changes.length === 0) return <p className="px-3 py-2 text-ink-3">{nothing}</p>;
  return (
    <Table label={label} headings={heads}>
      {changes.map(({ name, before, after, isCode }) => (
        <tr key={name}>
          <Cell className={isCode ? "code" : ""}>{name}</Cell>
          <Side value={before} />
          <Side value={after} />
        </tr>
      ))}
    </Table>
  );
}

export function Side({ value }: { value: string | undefined }) {
  return (
    <Cell className="code max-w-56">
      {value === undefined ? (
        <span className="font-sans text-ink-3">none</span>
      ) : (
        <span className="block truncate" title={value}>
          {value}
        </span>
      )}
    </Cell>
  );
}

/** Over a part of the panel. */
export function ChangeHead({ children }: { children: ReactNode }) {
  return <h3 className="border-t bg-sunken px-3 py-1 font-medium text-ink-3 text-small">{children}</h3>;
}
