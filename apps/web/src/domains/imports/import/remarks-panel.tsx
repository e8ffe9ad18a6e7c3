"use client";
import type { Import } from "@plumbline/contracts/imports";
import { Button } from "@plumbline/ui/button";
import { Panel } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { Status } from "@plumbline/ui/status";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Loaded } from "#src/components/loaded.tsx";
import { Cell, Table } from "#src/components/table.tsx";
import { useApi } from "#src/shell/api.tsx";
import { remarksQuery } from "../queries.ts";

const headings = [{ label: "What" }, { label: "Which" }, { label: "Why" }];

/** What is not here as it is there, each with its reason. */
export function RemarksPanel({ one }: { one: Import }) {
  if (one.problems + one.notes === 0) return null;
  return <Remarks importId={one.id} number={one.problems + one.notes} />;
}

function Remarks({ importId, number }: { importId: string; number: number }) {
  const query = useInfiniteQuery(remarksQuery(useApi(), importId));
  return (
    <Panel title="Not as it is there" aside={number} flush>
      <Loaded query={query} what="The remarks" skeleton={<SkeletonRows label="Remarks are being read" rows={3} columns={[80, 180, 300]} />}>
        {({ pages }) => (
          <Table label="Not as it is there" headings={headings}>
            {pages
              .flatMap(({ items }) => items)
              .map(({ kind, subject, reason, isLoss }) => (
                <tr key={`${kind} ${subject}`}>
                  <Cell>
                    <Status shape={isLoss ? "warn" : "neutral"}>{isLoss ? `${kind}, left out` : `${kind}, changed`}</Status>
                  </Cell>
                  <Cell className="max-w-72 truncate">
                    <span title={subject}>{subject}</span>
                  </Cell>
                  <Cell className="min-w-72 whitespace-normal! py-1 text-ink-2">{reason}</Cell>
                </tr>
              ))}
          </Table>
        )}
      </Loaded>
      {query.hasNextPage && (
        <div className="border-t p-2">
          <Button tone="ghost" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </Panel>
  );
}
