"use client";
import { DataTable, type DataTableProps } from "@plumbline/ui/data-table";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type ReactNode, useMemo } from "react";
import { Loaded } from "./loaded.tsx";

interface Props<Row> extends Pick<DataTableProps<Row>, "label" | "columns" | "rowKey" | "rowLabel"> {
  query: UseInfiniteQueryResult<InfiniteData<{ readonly items: readonly Row[] }>>;
  /** Widths of what stands there while it is read. */
  skeleton: readonly number[];
  /** In place of a table without rows. */
  nothing: ReactNode;
  pathOf: (row: Row) => string;
}

/** A list that is read page by page as one goes down, each row of which opens a page: the one table of its page. */
export function PagedTable<Row>({ query, skeleton, nothing, pathOf, ...table }: Props<Row>) {
  const router = useRouter();
  const rows = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  const isMore = query.hasNextPage && !query.isFetchingNextPage;
  const { label } = table;
  return (
    <section className="flex min-h-0 flex-col overflow-hidden rounded-lg border bg-surface">
      <Loaded
        query={query}
        what={`The ${label.toLowerCase()}`}
        skeleton={<SkeletonRows label={`${label} are being read`} columns={skeleton} />}
      >
        {() =>
          rows.length === 0 ? (
            nothing
          ) : (
            <DataTable
              {...table}
              rows={rows}
              rowCount={query.hasNextPage ? undefined : rows.length}
              onOpen={(row) => router.push(pathOf(row))}
              onEnd={isMore ? () => void query.fetchNextPage() : undefined}
            />
          )
        }
      </Loaded>
    </section>
  );
}
