"use client";
import type { Secret } from "@plumbline/contracts/secrets/secret";
import { Button } from "@plumbline/ui/button";
import { EmptyState } from "@plumbline/ui/states";
import { useQuery } from "@tanstack/react-query";
import { LockKeyhole } from "lucide-react";
import dynamic from "next/dynamic";
import { RegisterPage } from "#src/components/register-page.tsx";
import { Table } from "#src/components/table.tsx";
import { useApi } from "#src/shell/api.tsx";
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
  const secrets = useQuery(secretsQuery(useApi()));
  return (
    <RegisterPage
      title="Secrets"
      lead={`Values that jobs of ${workspace} are given as environment variables. They are written here and never shown again, to nobody.`}
      action={can("secret:manage") ? "New secret" : undefined}
      query={secrets}
      skeleton={[140, 220, 120, 70, 180]}
      dialog={(close) => <SecretForm secret={undefined} taken={secrets.data?.items ?? []} onClose={close} />}
    >
      {({ items }, onNew) => (items.length === 0 ? <Nothing onNew={onNew} /> : <SecretTable secrets={items} />)}
    </RegisterPage>
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
