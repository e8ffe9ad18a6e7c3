"use client";
import type { Import } from "@plumbline/contracts/imports";
import { Button } from "@plumbline/ui/button";
import { Count } from "@plumbline/ui/figure";
import { EmptyState } from "@plumbline/ui/states";
import { Status } from "@plumbline/ui/status";
import { Time } from "@plumbline/ui/time";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Import as ImportIcon } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { RegisterPage } from "#src/components/register-page.tsx";
import { Cell, Table } from "#src/components/table.tsx";
import { useUrlState } from "#src/components/url-state.ts";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { importSign } from "../import-words.ts";
import { importsQuery } from "../queries.ts";

const ImportForm = dynamic(() => import("../import-form.tsx").then((module) => module.ImportForm));

const headings = [
  { label: "From" },
  { label: "State" },
  { label: "Runs", align: "end" as const },
  { label: "Left out", align: "end" as const },
  { label: "By" },
  { label: "Begun", align: "end" as const },
];

/** What was brought here from elsewhere, and is all of it here? */
export function ImportsPage() {
  const { workspace, can } = useViewer();
  const url = useUrlState();
  const query = useInfiniteQuery(importsQuery(useApi()));
  return (
    <RegisterPage
      title="Imports"
      lead={`What was brought into ${workspace} from MLflow servers, and whether all of it is here.`}
      action={can("import:run") ? "Bring your MLflow" : undefined}
      query={query}
      skeleton={[260, 110, 60, 60, 110, 90]}
      dialog={(close) => (
        <ImportForm
          address={url.get("address") ?? ""}
          onClose={() => {
            url.set({ address: undefined });
            close();
          }}
        />
      )}
    >
      {({ pages }, onNew) => {
        const items = pages.flatMap((page) => page.items);
        if (items.length === 0) return <Nothing onNew={onNew} />;
        return (
          <>
            <Table label="Imports" headings={headings}>
              {items.map((one) => (
                <ImportRow key={one.id} one={one} />
              ))}
            </Table>
            {query.hasNextPage && (
              <div className="border-t p-2">
                <Button tone="ghost" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  Show older ones
                </Button>
              </div>
            )}
          </>
        );
      }}
    </RegisterPage>
  );
}

function ImportRow({ one }: { one: Import }) {
  const { workspace } = useViewer();
  const { shape, word } = importSign(one);
  return (
    <tr>
      <Cell className="font-medium">
        <Link href={paths.import(workspace, one.id)} className="block max-w-80 truncate hover:underline" title={one.address}>
          {one.address}
        </Link>
      </Cell>
      <Cell>
        <Status shape={shape}>{word}</Status>
      </Cell>
      <Cell align="end">
        <Count value={one.isPreview ? one.counts.runs.source : one.counts.runs.brought} />
      </Cell>
      <Cell align="end">{one.isPreview ? <span className="text-ink-3">–</span> : <Count value={one.problems} />}</Cell>
      <Cell className="text-ink-2">{one.requestedBy.name ?? one.requestedBy.id.slice(0, 8)}</Cell>
      <Cell align="end" className="text-ink-3">
        <Time at={Date.parse(one.requestedAt)} />
      </Cell>
    </tr>
  );
}

function Nothing({ onNew }: { onNew: (() => void) | undefined }) {
  return (
    <EmptyState icon={<ImportIcon />} title="Nothing was brought yet" action={onNew && <Button onClick={onNew}>Bring your MLflow</Button>}>
      Experiments, runs with every point, files, logged models and the registry of an MLflow server come over its REST API.
      {onNew ? "" : " Engineers and admins bring them."}
    </EmptyState>
  );
}
