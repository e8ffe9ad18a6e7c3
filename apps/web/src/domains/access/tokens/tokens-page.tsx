"use client";
import type { Token } from "@plumbline/contracts/access/token";
import { Button } from "@plumbline/ui/button";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { Segments } from "@plumbline/ui/tabs";
import { useQuery } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { Loaded } from "#src/components/loaded.tsx";
import { Table } from "#src/components/table.tsx";
import { useUrlState } from "#src/components/url-state.ts";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { useViewer } from "#src/shell/viewer.tsx";
import { tokensQuery } from "../queries.ts";
import { NewToken } from "./new-token.tsx";
import { TokenRow } from "./token-row.tsx";
import { tokenState } from "./token-state.ts";
import { TokensTabs } from "./tokens-tabs.tsx";

const headings = [
  { label: "Name" },
  { label: "May" },
  { label: "Owner" },
  { label: "State" },
  { label: "Last use" },
  { label: "Expires", align: "end" as const },
  { label: "Revoke", isHidden: true },
];
const scopes = [
  { value: "mine", label: "Mine" },
  { value: "all", label: "All of the workspace" },
] as const;

/** Which keys open this workspace, and for what? */
export function TokensPage() {
  const { workspace, can } = useViewer();
  const url = useUrlState();
  const isAll = can("token:manage") && url.get("of") === "all";
  const tokens = useQuery(tokensQuery(useApi(), isAll));
  return (
    <Page
      title="Tokens"
      tabs={<TokensTabs />}
      lead={`A token opens ${workspace} to scripts and machines, within what its owner may do. Its secret is shown once.`}
      actions={
        <>
          {can("token:manage") && (
            <Segments
              label="Whose tokens"
              value={isAll ? "all" : "mine"}
              onChange={(next) => url.set({ of: next === "all" ? next : undefined })}
              options={scopes}
            />
          )}
          <Button tone="primary" onClick={() => url.set({ new: "1" })}>
            <Plus className="icon-small" aria-hidden="true" />
            New token
          </Button>
        </>
      }
    >
      <section className="overflow-hidden rounded-lg border bg-surface">
        <Loaded
          query={tokens}
          what="The tokens"
          skeleton={<SkeletonRows label="Tokens are being read" columns={[140, 200, 90, 110, 70]} />}
        >
          {({ items }) => (items.length === 0 ? <Nothing /> : <TokenTable tokens={items} />)}
        </Loaded>
      </section>
      {url.get("new") === "1" && <NewToken serviceAccount={undefined} onClose={() => url.set({ new: undefined })} />}
    </Page>
  );
}

/** Working tokens first; what is over can be folded out. */
function TokenTable({ tokens }: { tokens: readonly Token[] }) {
  const [now] = useState(() => Date.now());
  const [isAll, setAll] = useState(false);
  const working = tokens.filter((token) => !tokenState(token, now).isOver);
  const over = tokens.filter((token) => tokenState(token, now).isOver);
  return (
    <>
      <Table label="Tokens" headings={headings}>
        {[...working, ...(isAll ? over : [])].map((token) => (
          <TokenRow key={token.id} token={token} now={now} />
        ))}
      </Table>
      {over.length > 0 && !isAll && (
        <button type="button" onClick={() => setAll(true)} className="block w-full border-t px-3 py-2 text-left text-ink-2 hover:bg-hover">
          {over.length} expired or revoked. Show
        </button>
      )}
    </>
  );
}

function Nothing() {
  return (
    <EmptyState icon={<KeyRound />} title="No tokens yet">
      MLflow clients need one: <span className="code">MLFLOW_TRACKING_TOKEN</span>, or the password of HTTP Basic.
    </EmptyState>
  );
}
