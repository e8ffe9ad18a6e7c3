"use client";
import type { Secret } from "@plumbline/contracts/secrets/secret";
import { Button } from "@plumbline/ui/button";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { useQuery } from "@tanstack/react-query";
import { LockKeyhole, Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { Loaded } from "#src/components/loaded.tsx";
import { Table } from "#src/components/table.tsx";
import { useUrlState } from "#src/components/url-state.ts";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { useViewer } from "#src/shell/viewer.tsx";
import { secretsQuery } from "./queries.ts";
import { SecretRow } from "./secret-row.tsx";

const SecretForm = dynamic(() => import("./secret-form.tsx").then((module) => module.SecretForm));

const headings = [
  { label: "Name" },
  { label: "Description" },
  { label: "Value" },
  { label: "Last use" },
  { label: "Used by" },
  { label: "Acts", isHidden: true },
];

/** What may jobs be given that nobody may read? */
export function SecretsPage() {
  const { workspace, can } = useViewer();
  const url = useUrlState();
  const secrets = useQuery(secretsQuery(useApi()));
  const mayWrite = can("secret:manage");
  const open = () => url.set({ new: "1" });
  return (
    <Page
      title="Secrets"
      lead={`Values that jobs of ${workspace} are given as environment variables. They are written here and never shown again, to nobody.`}
      actions={
        mayWrite && (
          <Button tone="primary" onClick={open}>
            <Plus className="icon-small" aria-hidden="true" />
            New secret
          </Button>
        )
      }
    >
      <section className="overflow-hidden rounded-lg border bg-surface">
        <Loaded
          query={secrets}
          what="The secrets"
          skeleton={<SkeletonRows label="Secrets are being read" columns={[140, 220, 120, 70, 180]} />}
        >
          {({ items }) => (items.length === 0 ? <Nothing onNew={mayWrite ? open : undefined} /> : <SecretTable secrets={items} />)}
        </Loaded>
      </section>
      {url.get("new") === "1" && mayWrite && (
        <SecretForm secret={undefined} taken={secrets.data?.items ?? []} onClose={() => url.set({ new: undefined })} />
      )}
    </Page>
  );
}

function SecretTable({ secrets }: { secrets: readonly Secret[] }) {
  return (
    <Table label="Secrets" headings={headings}>
      {secrets.map((secret) => (
        <SecretRow key={secret.name} secret={secret} />
      ))}
    </Table>
  );
}

function Nothing({ onNew }: { onNew: (() => void) | undefined }) {
  return (
    <EmptyState icon={<LockKeyhole />} title="No secrets yet" action={onNew && <Button onClick={onNew}>New secret</Button>}>
      A spec names one as <span className="code">secrets: {"{ HF_TOKEN: hugging-face }"}</span>, and its job finds the value in that
      variable.
      {onNew ? " Logs of jobs show dots in its place." : " Engineers and admins write them."}
    </EmptyState>
  );
}
