"use client";
import { type Import, importKinds } from "@plumbline/contracts/imports";
import { Count } from "@plumbline/ui/figure";
import { Cell, Table } from "#src/components/table.tsx";
import { kindWords } from "../import-words.ts";

const counted = [{ label: "Kind" }, { label: "There", align: "end" as const }];
const brought = [
  ...counted,
  { label: "Brought", align: "end" as const },
  { label: "Here already", align: "end" as const },
  { label: "Left out", align: "end" as const },
];
/** Points and files show only as they are read. */
const unknownBefore = new Set(["points", "artifacts"]);

export function CountTable({ one }: { one: Import }) {
  const { counts, isPreview } = one;
  return (
    <Table label={isPreview ? "What is there" : "What was brought"} headings={isPreview ? counted : brought}>
      {importKinds.map((kind) => {
        const { source, brought: came, unchanged, leftOut } = counts[kind];
        return (
          <tr key={kind}>
            <Cell className="text-ink-2">{kindWords[kind]}</Cell>
            <Cell align="end">
              {isPreview && unknownBefore.has(kind) ? <span className="text-ink-3">counted as they come</span> : <Count value={source} />}
            </Cell>
            {!isPreview && (
              <>
                <Cell align="end" className="font-medium">
                  <Count value={came} />
                </Cell>
                <Cell align="end">
                  <Count value={unchanged} />
                </Cell>
                <Cell align="end" className={leftOut > 0 ? "text-warn" : ""}>
                  <Count value={leftOut} />
                </Cell>
              </>
            )}
          </tr>
        );
      })}
    </Table>
  );
}
