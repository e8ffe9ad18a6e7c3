"use client";
import { type ServiceAccount, updateServiceAccount } from "@plumbline/contracts/access/token";
import { Role } from "@plumbline/contracts/permissions";
import { Button } from "@plumbline/ui/button";
import { Select } from "@plumbline/ui/input";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { Status } from "@plumbline/ui/status";
import { Time } from "@plumbline/ui/time";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Bot, Plus } from "lucide-react";
import { useState } from "react";
import { failToast } from "#src/components/fail-toast.ts";
import { Loaded } from "#src/components/loaded.tsx";
import { Cell, Table } from "#src/components/table.tsx";
import { useUrlState } from "#src/components/url-state.ts";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { useViewer } from "#src/shell/viewer.tsx";
import { serviceAccountsQuery } from "../queries.ts";
import { NewServiceAccount } from "./new-service-account.tsx";
import { NewToken } from "./new-token.tsx";
import { TokensTabs } from "./tokens-tabs.tsx";

const headings = [
  { label: "Name" },
  { label: "Role" },
  { label: "State" },
  { label: "Tokens", align: "end" as const },
  { label: "Created", align: "end" as const },
  { label: "Acts", isHidden: true },
];

/** Machines that act under a name of their own. */
export function ServiceAccountsPage() {
  const { can } = useViewer();
  const url = useUrlState();
  const accounts = useQuery(serviceAccountsQuery(useApi()));
  const [tokenFor, setTokenFor] = useState<ServiceAccount>();
  const mayManage = can("service-account:manage");
  const make = (
    <Button tone="primary" onClick={() => url.set({ new: "1" })}>
      <Plus className="icon-small" aria-hidden="true" />
      New service account
    </Button>
  );
  return (
    <Page
      title="Service accounts"
      tabs={<TokensTabs />}
      lead="Machines with a name and a role of their own. What they log stays theirs, and their tokens outlive whoever created them."
      actions={mayManage && make}
    >
      <section className="overflow-hidden rounded-lg border bg-surface">
        <Loaded
          query={accounts}
          what="The service accounts"
          skeleton={<SkeletonRows label="Service accounts are being read" columns={[160, 90, 80]} />}
        >
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState icon={<Bot />} title="No service accounts yet" action={mayManage && make}>
                They own tokens for machines, so that nothing stops when a person leaves.
              </EmptyState>
            ) : (
              <Table label="Service accounts" headings={headings}>
                {items.map((account) => (
                  <AccountRow key={account.id} account={account} mayManage={mayManage} onToken={() => setTokenFor(account)} />
                ))}
              </Table>
            )
          }
        </Loaded>
      </section>
      {url.get("new") === "1" && mayManage && <NewServiceAccount onClose={() => url.set({ new: undefined })} />}
      {tokenFor && <NewToken serviceAccount={tokenFor} onClose={() => setTokenFor(undefined)} />}
    </Page>
  );
}

function AccountRow({ account, mayManage, onToken }: { account: ServiceAccount; mayManage: boolean; onToken: () => void }) {
  const api = useApi();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (input: { role?: Role; isDisabled?: boolean }) =>
      api.call(updateServiceAccount, { serviceAccountId: account.id, ...input }),
    onSuccess: () => client.invalidateQueries({ queryKey: [api.workspace, "service-accounts"] }),
    onError: (error, input) => failToast(`${account.name} was not changed`, error, () => change.mutate(input)),
  });
  return (
    <tr>
      <Cell className="h-11 font-medium">{account.name}</Cell>
      <Cell>
        {mayManage ? (
          <Select
            aria-label={`Role of ${account.name}`}
            value={account.role}
            onChange={(event) => change.mutate({ role: event.target.value as Role })}
            className="w-32!"
          >
            {Role.options.map((role) => (
              <option key={role}>{role}</option>
            ))}
          </Select>
        ) : (
          account.role
        )}
      </Cell>
      <Cell>{account.isDisabled ? <Status shape="stopped">Disabled</Status> : <Status shape="good">Active</Status>}</Cell>
      <Cell align="end">{account.tokenCount}</Cell>
      <Cell align="end" className="text-ink-3">
        <Time at={Date.parse(account.createdAt)} />
      </Cell>
      <Cell align="end">
        {mayManage && (
          <span className="inline-flex gap-1.5">
            <Button size="small" onClick={onToken} denied={account.isDisabled ? "The account is disabled" : undefined}>
              New token
            </Button>
            <Button size="small" busy={change.isPending} onClick={() => change.mutate({ isDisabled: !account.isDisabled })}>
              {account.isDisabled ? "Enable" : "Disable"}
            </Button>
          </span>
        )}
      </Cell>
    </tr>
  );
}
