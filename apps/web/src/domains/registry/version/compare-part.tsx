"use client";
import type { VersionDifference } from "@plumbline/contracts/registry/version-content";
import { Select } from "@plumbline/ui/input";
import { Panel } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Loaded } from "#src/components/loaded.tsx";
import { Cell, Table } from "#src/components/table.tsx";
import { useUrlState } from "#src/components/url-state.ts";
import { useApi } from "#src/shell/api.tsx";
import { differenceQuery, versionsQuery } from "../queries.ts";
import { useVersion } from "./version-context.tsx";

const kinds: Readonly<Record<VersionDifference["items"][number]["kind"], string>> = {
  dataset: "Data",
  metric: "Metrics",
  param: "Params",
  input: "Signature",
  package: "Packages",
  source: "Source",
  file: "Files",
};

/** What differs between this version and another, the champion where none is chosen. */
export function ComparePart() {
  const api = useApi();
  const version = useVersion();
  const url = useUrlState();
  const asked = Number(url.get("with"));
  const other = Number.isInteger(asked) && asked > 0 ? asked : undefined;
  const query = useQuery(differenceQuery(api, version, other));
  const versions = useInfiniteQuery(versionsQuery(api, version.model));
  const others = versions.data?.pages.flatMap(({ items }) => items).filter((item) => item.version !== version.version) ?? [];
  const from = query.data?.from;
  return (
    <Panel
      title="Difference"
      aside={from ? `${from} to ${version.version}` : undefined}
      flush
      actions={
        others.length > 0 && (
          <Select
            aria-label="Compare with"
            value={other ?? ""}
            onChange={(event) => url.set({ with: event.target.value || undefined })}
            className="w-auto!"
          >
            <option value="">the champion</option>
            {others.map((item) => (
              <option key={item.version} value={item.version}>
                version {item.version}
              </option>
            ))}
          </Select>
        )
      }
    >
      <Loaded
        query={query}
        what="The difference"
        skeleton={<SkeletonRows label="Versions are being compared" rows={8} columns={[70, 160, 120, 120]} />}
      >
        {(difference) => <Difference difference={difference} />}
      </Loaded>
    </Panel>
  );
}

function Difference({ difference: { from, to, items } }: { difference: VersionDifference }) {
  if (from === null) {
    return <EmptyState title="There is no champion to compare with">Choose another version on top.</EmptyState>;
  }
  if (items.length === 0) {
    return <EmptyState title={`${from} and ${to} do not differ`}>Same data, parameters, metrics, packages, inputs and files.</EmptyState>;
  }
  const headings = [
    { label: "What" },
    { label: "Name" },
    { label: `Version ${from}`, align: "end" as const },
    { label: `Version ${to}`, align: "end" as const },
  ];
  return (
    <Table label="Difference" headings={headings}>
      {items.map((item, at) => (
        <tr key={`${item.kind} ${item.name}`}>
          <Cell className="text-ink-3">
            {items[at - 1]?.kind === item.kind ? <span className="sr-only">{kinds[item.kind]}</span> : kinds[item.kind]}
          </Cell>
          <Cell className="code max-w-96">
            <span className="block truncate" title={item.name}>
              {item.name}
            </span>
          </Cell>
          <Side value={item.before} />
          <Side value={item.after} />
        </tr>
      ))}
    </Table>
  );
}

function Side({ value }: { value: string | null }) {
  return (
    <Cell align="end" className="code max-w-72">
      {value === null ? (
        <span className="font-sans text-ink-3">none</span>
      ) : (
        <span className="block truncate" title={value}>
          {value}
        </span>
      )}
    </Cell>
  );
}
