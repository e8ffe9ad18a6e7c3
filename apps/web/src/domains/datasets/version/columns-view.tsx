"use client";
import type { ColumnProfile, DatasetProfile } from "@plumbline/contracts/datasets/profile";
import { DataTable } from "@plumbline/ui/data-table";
import { SearchInput } from "@plumbline/ui/input";
import { Kbd } from "@plumbline/ui/kbd";
import { EmptyState } from "@plumbline/ui/states";
import dynamic from "next/dynamic";
import { useMemo, useState } from "react";
import { useSearchKey } from "#src/components/search-key.ts";
import { useUrlState } from "#src/components/url-state.ts";
import { profileColumns } from "./profile-columns.tsx";

const ColumnDetail = dynamic(() => import("./column-detail.tsx").then((module) => module.ColumnDetail));

/** Column by column: what it holds, in a line each, and in full for the one that is chosen. */
export function ColumnsView({ profile }: { profile: DatasetProfile }) {
  const url = useUrlState();
  const box = useSearchKey("Columns", "Search");
  const [search, setSearch] = useState("");
  const rowCount = profile.rowCount ?? 0;
  const select = (name: string | undefined) => url.set({ column: name });
  const columns = useMemo(() => profileColumns({ rowCount, onChoose: (name) => url.set({ column: name }) }), [rowCount, url.set]);
  const wanted = search.trim().toLowerCase();
  const rows = profile.columns.filter(({ name }) => name.toLowerCase().includes(wanted));
  const chosen = profile.columns.find(({ name }) => name === url.get("column"));
  return (
    <>
      <div className="border-b p-2">
        <SearchInput
          ref={box}
          aria-label="Search columns"
          placeholder="Search by name"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          trailing={<Kbd>/</Kbd>}
          className="sm:max-w-md"
        />
      </div>
      {chosen && <ColumnDetail column={chosen} rowCount={rowCount} onClose={() => select(undefined)} />}
      {rows.length === 0 ? (
        <EmptyState title={`No column has “${search.trim()}” in its name`} />
      ) : (
        <DataTable
          label="Columns of the version"
          className="max-h-[68vh]"
          columns={columns}
          rows={rows}
          rowKey={(row: ColumnProfile) => row.name}
          rowLabel={(row) => row.name}
          rowCount={rows.length}
          onOpen={(row) => select(row.name)}
        />
      )}
    </>
  );
}
