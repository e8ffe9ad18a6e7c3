"use client";
import { revokeToken, type Token } from "@plumbline/contracts/access/token";
import { Button } from "@plumbline/ui/button";
import { ConfirmDialog } from "@plumbline/ui/dialog";
import { Chip, Status } from "@plumbline/ui/status";
import { Time } from "@plumbline/ui/time";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { failToast } from "#src/components/fail-toast.ts";
import { Cell } from "#src/components/table.tsx";
import { useApi } from "#src/shell/api.tsx";
import { useViewer } from "#src/shell/viewer.tsx";
import { describeScopes } from "./scopes.ts";
import { tokenState } from "./token-state.ts";

export function TokenRow({ token, now }: { token: Token; now: number }) {
  const { me, can } = useViewer();
  const state = tokenState(token, now);
  const mayRevoke = !state.isOver && (token.owner.id === me.id || can("token:manage") || can("service-account:manage"));
  const may = describeScopes(token.scopes);
  return (
    <tr className={state.isOver ? "text-ink-3" : undefined}>
      <Cell>
        <span className="font-medium">{token.name}</span> <span className="code text-ink-3 max-sm:hidden">{token.prefix}…</span>
      </Cell>
      <Cell className="max-w-72 truncate">
        <span title={token.scopes.join("\n")}>{may}</span>
      </Cell>
      <Cell>
        {token.owner.name} {token.owner.kind === "service-account" && <Chip>service</Chip>}
      </Cell>
      <Cell>
        <Status shape={state.shape}>{state.word}</Status>
      </Cell>
      <Cell className="max-w-60 truncate">
        {token.lastUsedAt ? (
          <>
            <Time at={Date.parse(token.lastUsedAt)} style="sentence" />
            {token.lastClient && (
              <span className="text-ink-3" title={token.lastClient}>
                , {token.lastClient}
              </span>
            )}
          </>
        ) : (
          <span className="text-ink-3">never</span>
        )}
      </Cell>
      <Cell align="end">{token.expiresAt ? <Time at={Date.parse(token.expiresAt)} /> : <span className="text-warn">never</span>}</Cell>
      <Cell align="end">{mayRevoke && <Revoke token={token} />}</Cell>
    </tr>
  );
}

function Revoke({ token }: { token: Token }) {
  const api = useApi();
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const revoke = useMutation({
    mutationFn: () => api.call(revokeToken, { tokenId: token.id }),
    onSuccess: () => {
      setOpen(false);
      return client.invalidateQueries({ queryKey: [api.workspace, "tokens"] });
    },
    onError: (error) => {
      setOpen(false);
      failToast(`${token.name} still works`, error, () => revoke.mutate());
    },
  });
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        Revoke
      </Button>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setOpen}
        title={`Revoke ${token.name}`}
        description="Whatever uses it is refused within a second. This cannot be undone; a new token takes its place."
        action="Revoke token"
        busy={revoke.isPending}
        onConfirm={() => revoke.mutate()}
      />
    </>
  );
}
