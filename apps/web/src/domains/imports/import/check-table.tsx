"use client";
import type { Import } from "@plumbline/contracts/imports";
import { Count } from "@plumbline/ui/figure";
import { Identifier } from "@plumbline/ui/identifier";
import { Status } from "@plumbline/ui/status";
import { Cell, Table } from "#src/components/table.tsx";
import { checkWords, isUnfinished } from "../import-words.ts";

const headings = [{ label: "Kind" }, { label: "Equal", align: "end" as const }, { label: "Checksum" }];

/** Both sides read again: how many are equal, and the checksum over all of them. */
export function CheckTable({ one }: { one: Import }) {
  if (one.checks.length === 0)
    return (
      <p className="px-3 py-2 text-ink-3">
        {isUnfinished(one)
          ? "Runs, points, files and versions are compared once they are here."
          : "Nothing was compared: nothing new came."}
      </p>
    );
  return (
    <Table label="Compared at the end" headings={headings}>
      {one.checks.map(({ kind, compared, equal, sourceChecksum, checksum }) => (
        <tr key={kind}>
          <Cell className="text-ink-2">{checkWords[kind]}</Cell>
          <Cell align="end">
            <Status shape={equal === compared ? "good" : "warn"}>
              <Count value={equal} /> of <Count value={compared} />
            </Status>
          </Cell>
          <Cell>
            {sourceChecksum === checksum ? (
              <Identifier value={checksum} what="checksum" length={8} />
            ) : (
              <span className="text-warn">differs</span>
            )}
          </Cell>
        </tr>
      ))}
    </Table>
  );
}
