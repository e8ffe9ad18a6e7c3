"use client";
import { type Delegation, endDelegation } from "@plumbline/contracts/approvals/delegation";
import { Button } from "@plumbline/ui/button";
import { Panel, PanelRow } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { Time } from "@plumbline/ui/time";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { failToast } from "#src/components/fail-toast.ts";
import { Loaded } from "#src/components/loaded.tsx";
import { personName } from "#src/components/person-name.ts";
import { useUrlState } from "#src/components/url-state.ts";
import { useApi } from "#src/shell/api.tsx";
import { useViewer } from "#src/shell/viewer.tsx";
import { delegationsQuery } from "../queries.ts";

const DelegateDialog = dynamic(() => import("./delegate-dialog.tsx").then((module) => module.DelegateDialog));

/** Who votes for whom while they are away. */
export function DelegationsPanel() {
  const { me, can } = useViewer();
  const url = useUrlState();
  const query = useQuery(delegationsQuery(useApi()));
  const mayVote = can("vote:cast");
  const hasOwn = query.data?.items.some(({ from }) => from.id === me.id) ?? false;
  return (
    <Panel
      title="Delegations"
      flush
      actions={
        mayVote &&
        !hasOwn && (
          <Button size="small" onClick={() => url.set({ delegate: "1" })}>
            Delegate my votes
          </Button>
        )
      }
    >
      <Loaded
        query={query}
        what="The delegations"
        skeleton={<SkeletonRows label="Delegations are being read" rows={2} columns={[160, 60]} />}
      >
        {({ items }) =>
          items.length === 0 ? (
            <p className="px-3 py-2.5 text-ink-2">
              Everybody votes for themselves. Whoever is away can let another member vote in their seats.
            </p>
          ) : (
            items.map((delegation) => <DelegationRow key={delegation.id} delegation={delegation} />)
          )
        }
      </Loaded>
      {mayVote && url.get("delegate") === "1" && <DelegateDialog onClose={() => url.set({ delegate: undefined })} />}
    </Panel>
  );
}

function DelegationRow({ delegation }: { delegation: Delegation }) {
  const { me } = useViewer();
  const api = useApi();
  const client = useQueryClient();
  const { id, from, to, startsAt, endsAt, reason } = delegation;
  const end = useMutation({
    mutationFn: () => api.call(endDelegation, { delegationId: id }),
    onSuccess: () => client.invalidateQueries({ queryKey: [api.workspace, "delegations"] }),
    onError: (error) => failToast("The delegation still holds", error, () => end.mutate()),
  });
  const begins = Date.parse(startsAt);
  return (
    <PanelRow className="items-start">
      <div className="min-w-0 flex-1">
        <p>
          <span className="font-medium">{capital(personName(to, me.id))}</span> may vote for{" "}
          <span className="font-medium">{personName(from, me.id)}</span>
        </p>
        <p className="text-ink-2 text-small" title={reason}>
          <span className="wrap-anywhere">{reason}</span>. From <Time at={begins} style="date" /> to{" "}
          <Time at={Date.parse(endsAt)} style="date" />
        </p>
      </div>
      {from.id === me.id && (
        <Button size="small" busy={end.isPending} onClick={() => end.mutate()}>
          End
        </Button>
      )}
    </PanelRow>
  );
}

const capital = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1);
