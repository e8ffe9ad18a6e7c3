"use client";
import type { DatasetVersion } from "@plumbline/contracts/datasets/version";
import { Bytes, Count } from "@plumbline/ui/figure";
import { Identifier } from "@plumbline/ui/identifier";
import { KeyValues } from "@plumbline/ui/key-values";
import { Panel } from "@plumbline/ui/panel";
import { Time } from "@plumbline/ui/time";
import Link from "next/link";
import type { ReactNode } from "react";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { DigestMark } from "../digest-mark.tsx";

/** What the version is and where it came from. */
export function VersionFacts({ version }: { version: DatasetVersion }) {
  const { profile, createdBy, isVerified, digest, lineage } = version;
  const rows: (readonly [string, ReactNode] | null)[] = [
    [
      "Digest",
      <span key="d" className="grid justify-items-start">
        <Identifier value={isVerified ? `sha256:${digest}` : digest} what="digest" length={15} />
        <DigestMark isVerified={isVerified} />
      </span>,
    ],
    profile.rowCount === null ? null : ["Rows", <Count key="r" value={profile.rowCount} />],
    profile.columnCount === null ? null : ["Columns", <Count key="c" value={profile.columnCount} />],
    ...useOriginRows(version),
    [
      "In lineage",
      <span key="l" className="code">
        {lineage.name}@{lineage.digest}
      </span>,
    ],
    ["Made", <Time key="m" at={Date.parse(version.createdAt)} style="sentence" />],
    ["By", createdBy.name ?? createdBy.id.slice(0, 8)],
  ];
  return (
    <Panel title="Facts">
      <KeyValues rows={rows} />
      <p className="mt-2.5 border-t pt-2 text-ink-3 text-small">
        {isVerified
          ? "The platform took the digest while the bytes arrived, and compares them with it whenever they are read. A version never changes."
          : "A client logged this digest with a run. The platform has not seen the data and cannot check it. A version never changes."}
      </p>
    </Panel>
  );
}

function useOriginRows({ origin }: DatasetVersion): (readonly [string, ReactNode])[] {
  const { workspace } = useApi();
  if (origin.kind === "upload") {
    return [
      ["File", origin.fileName],
      ["Format", origin.format === "csv" ? "CSV" : "Parquet"],
      ["Size", <Bytes key="s" value={origin.sizeBytes} />],
    ];
  }
  return [
    [
      "Logged by",
      <Link key="r" href={paths.run(workspace, origin.runId)} className="text-accent hover:underline">
        run <span className="code">{origin.runId.slice(0, 8)}</span>
      </Link>,
    ],
    ["Under the name", origin.name],
    [
      "Source",
      <span key="s" className="code">
        {origin.sourceType}: {origin.source}
      </span>,
    ],
  ];
}
