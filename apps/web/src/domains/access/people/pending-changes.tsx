"use client";
import { decideGroupChange, type Group, type GroupChange } from "@plumbline/contracts/access/group";
import { Button } from "@plumbline/ui/button";
import { PanelRow } from "@plumbline/ui/panel";
import { Time } from "@plumbline/ui/time";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { failToast } from "#src/components/fail-toast.ts";
import { accountApi, useApi } from "#src/shell/api.tsx";
import { useViewer } from "#src/shell/viewer.tsx";

interface Choice {
  readonly changeId: string;
  readonly choice: "approve" | "reject";
}

/** Changes of a group that decides, each waiting for an administrator who neither asked for it nor is meant by it. */
export function PendingChanges({ group, mayManage }: { group: Group; mayManage: boolean }) {
  const { workspace } = useApi();
  const client = useQueryClient();
  const decide = useMutation({
    mutationFn: (choice: Choice) => accountApi.call(decideGroupChange, choice),
    onSuccess: () => client.invalidateQueries({ queryKey: [workspace, "groups"] }),
    onError: (error, choice) => failToast(`The group ${group.name} was not changed`, error, () => decide.mutate(choice)),
  });
  return group.pending.map((change) => (
    <PanelRow key={change.id}>
      <PendingChange change={change} />
      {mayManage && (
        <Decide change={change} busy={decide.isPending} onChoose={(choice) => decide.mutate({ changeId: change.id, choice })} />
      )}
    </PanelRow>
  ));
}

function PendingChange({ change }: { change: GroupChange }) {
  const name = change.person.name ?? "somebody";
  return (
    <span className="min-w-0 flex-1">
      <span className="text-warn">{change.kind === "add" ? `Add ${name}` : `Remove ${name}`}</span>{" "}
      <span className="text-ink-3">
        asked by {change.requestedBy.name ?? "somebody"} <Time at={Date.parse(change.requestedAt)} style="sentence" />
      </span>
    </span>
  );
}

interface DecideProps {
  readonly change: GroupChange;
  readonly busy: boolean;
  readonly onChoose: (choice: Choice["choice"]) => void;
}

function Decide({ change, busy, onChoose }: DecideProps) {
  const { me } = useViewer();
  const isOwn = change.requestedBy.id === me.id || change.person.id === me.id;
  return (
    <span className="flex gap-1.5">
      <Button
        size="small"
        busy={busy}
        denied={isOwn ? "Another administrator must agree: you asked for it, or it is about you" : undefined}
        onClick={() => onChoose("approve")}
      >
        Approve
      </Button>
      <Button size="small" busy={busy} onClick={() => onChoose("reject")}>
        {change.requestedBy.id === me.id ? "Take back" : "Reject"}
      </Button>
    </span>
  );
}
