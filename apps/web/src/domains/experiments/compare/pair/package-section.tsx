"use client";
import type { Run } from "@plumbline/contracts/experiments/run";
import { Skeleton } from "@plumbline/ui/skeleton";
import { useQuery } from "@tanstack/react-query";
import { Loaded } from "#src/components/loaded.tsx";
import { useApi } from "#src/shell/api.tsx";
import { environmentQuery } from "../../queries.ts";
import { ChangeHead, ChangeTable } from "./change-table.tsx";
import { packageChanges } from "./changes.ts";

export interface PackageSectionProps {
  before: Run;
  after: Run;
  heads: readonly { label: string }[];
}

/** Packages and Python, from the files that the runs or their models brought along. */
export function PackageSection({ before, after, heads }: PackageSectionProps) {
  const api = useApi();
  const old = useQuery(environmentQuery(api, before));
  const now = useQuery(environmentQuery(api, after));
  const skeleton = (
    <p className="px-3 py-2">
      <Skeleton width={180} />
    </p>
  );
  return (
    <section>
      <ChangeHead>Packages</ChangeHead>
      <Loaded query={old} what="The packages" skeleton={skeleton}>
        {(left) => (
          <Loaded query={now} what="The packages" skeleton={skeleton}>
            {(right) => <Packages {...packageChanges(left, right)} heads={heads} />}
          </Loaded>
        )}
      </Loaded>
    </section>
  );
}

function Packages({ changes, words, heads }: ReturnType<typeof packageChanges> & Pick<PackageSectionProps, "heads">) {
  return (
    <>
      <ChangeTable label="Packages" heads={heads} changes={changes} nothing={words} />
      {changes.length > 0 && <p className="border-t px-3 py-1 text-ink-3 text-small">{words}</p>}
    </>
  );
}
