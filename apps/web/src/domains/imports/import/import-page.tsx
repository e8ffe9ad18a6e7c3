"use client";
import type { Import } from "@plumbline/contracts/imports";
import { KeyValues } from "@plumbline/ui/key-values";
import { Panel } from "@plumbline/ui/panel";
import { Skeleton, SkeletonRows } from "@plumbline/ui/skeleton";
import { Status } from "@plumbline/ui/status";
import { Time } from "@plumbline/ui/time";
import { useQuery } from "@tanstack/react-query";
import { Loaded } from "#src/components/loaded.tsx";
import { isNowhere, NoSuchPage } from "#src/components/no-such-page.tsx";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { importSign, isUnfinished } from "../import-words.ts";
import { importQuery } from "../queries.ts";
import { CheckTable } from "./check-table.tsx";
import { CountTable } from "./count-table.tsx";
import { ImportActs } from "./import-acts.tsx";
import { ProgressPanel } from "./progress-panel.tsx";
import { RemarksPanel } from "./remarks-panel.tsx";

/** What came from there, what did not, and are both sides equal? */
export function ImportPage({ importId }: { importId: string }) {
  const api = useApi();
  const query = useQuery(importQuery(api, importId));
  const list = { label: "Imports", href: paths.imports(api.workspace) };
  if (isNowhere(query)) return <NoSuchPage what="import" list={list} />;
  const title = query.data?.address ?? "Import";
  return (
    <Page
      title={title}
      crumbs={[list]}
      aside={query.data && <Sign one={query.data} />}
      lead={query.data && <Lead one={query.data} />}
      actions={query.data && <ImportActs one={query.data} />}
    >
      <Loaded query={query} what="The import" skeleton={<ImportSkeleton />}>
        {(one) => <Contents one={one} />}
      </Loaded>
    </Page>
  );
}

function Sign({ one }: { one: Import }) {
  const { shape, word } = importSign(one);
  return <Status shape={shape}>{word}</Status>;
}

function Lead({ one }: { one: Import }) {
  return (
    <span className="text-[12.5px]">
      {one.isPreview ? "Asked" : "Begun"} <Time at={Date.parse(one.requestedAt)} style="sentence" /> by{" "}
      {one.requestedBy.name ?? one.requestedBy.id.slice(0, 8)}
      {one.sourceVersion && <>, MLflow {one.sourceVersion}</>}. Nothing is written to it.
    </span>
  );
}

function Contents({ one }: { one: Import }) {
  return (
    <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_360px]">
      <div className="grid min-w-0 gap-3">
        {one.failure !== null && (
          <p role="alert" className="rounded-lg border border-bad/40 bg-bad-soft px-3 py-2 text-bad">
            {one.failure} What was brought stays; going on begins where it stopped.
          </p>
        )}
        {isUnfinished(one) && <ProgressPanel progress={one.progress} />}
        <Panel title={one.isPreview ? "What is there" : "What was brought"} flush>
          <CountTable one={one} />
        </Panel>
        <RemarksPanel one={one} />
      </div>
      <div className="grid min-w-0 gap-3">
        {!one.isPreview && (
          <Panel title="Compared at the end" flush>
            <CheckTable one={one} />
          </Panel>
        )}
        <Panel title="Asked for">
          <KeyValues
            rows={[
              ["Experiments", one.experiments === null ? "All, with the registered models" : one.experiments.join(", ")],
              ["Signs in by", { none: "nothing", password: "name and password", token: "token" }[one.signIn]],
              ["Started", one.startedAt === null ? "not yet" : <Time key="s" at={Date.parse(one.startedAt)} style="sentence" />],
              ["Ended", one.finishedAt === null ? "not yet" : <Time key="e" at={Date.parse(one.finishedAt)} style="sentence" />],
            ]}
          />
        </Panel>
      </div>
    </div>
  );
}

function ImportSkeleton() {
  return (
    <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_360px]">
      <Panel title={<Skeleton width={110} />} flush>
        <SkeletonRows label="The import is being read" rows={8} columns={[150, 60, 60, 60]} />
      </Panel>
      <Panel title={<Skeleton width={90} />} flush>
        <SkeletonRows label="Its checks are being read" rows={4} columns={[90, 120]} />
      </Panel>
    </div>
  );
}
