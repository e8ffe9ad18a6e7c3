"use client";
import { deleteGroup, type Group, removeGroupMember } from "@plumbline/contracts/access/group";
import { Button } from "@plumbline/ui/button";
import { ConfirmDialog } from "@plumbline/ui/dialog";
import { Panel, PanelRow } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, UsersRound } from "lucide-react";
import { useState } from "react";
import { failToast } from "#src/components/fail-toast.ts";
import { Loaded } from "#src/components/loaded.tsx";
import { useUrlState } from "#src/components/url-state.ts";
import { MembersTabs } from "#src/domains/workspaces/members/members-tabs.tsx";
import { accountApi, useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { useViewer } from "#src/shell/viewer.tsx";
import { groupsQuery } from "../queries.ts";
import { AddGroupMember } from "./add-group-member.tsx";
import { NewGroup } from "./new-group.tsx";
import { PendingChanges } from "./pending-changes.tsx";

/** Groups of the organisation; policies name them. */
export function GroupsPage() {
  const { can } = useViewer();
  const url = useUrlState();
  const groups = useQuery(groupsQuery(useApi()));
  const mayManage = can("platform:people");
  const make = (
    <Button tone="primary" onClick={() => url.set({ new: "1" })}>
      <Plus className="icon-small" aria-hidden="true" />
      New group
    </Button>
  );
  return (
    <Page title="Groups" tabs={<MembersTabs />} aside={<span className="text-ink-3">of the organisation</span>} actions={mayManage && make}>
      <Loaded query={groups} what="The groups" skeleton={<SkeletonRows label="Groups are being read" columns={[160, 220]} />}>
        {({ items }) =>
          items.length === 0 ? (
            <section className="rounded-lg border bg-surface">
              <EmptyState icon={<UsersRound />} title="No groups yet" action={mayManage && make}>
                A group gathers people of the whole organisation, such as a committee. Administrators of the platform keep them.
              </EmptyState>
            </section>
          ) : (
            <div className="grid items-start gap-3 lg:grid-cols-2">
              {items.map((group) => (
                <GroupPanel key={group.id} group={group} mayManage={mayManage} />
              ))}
            </div>
          )
        }
      </Loaded>
      {url.get("new") === "1" && mayManage && <NewGroup onClose={() => url.set({ new: undefined })} />}
    </Page>
  );
}

function useGroupAct(what: string) {
  const { workspace } = useApi();
  const client = useQueryClient();
  const act = useMutation({
    mutationFn: (run: () => Promise<unknown>) => run(),
    onSuccess: () => client.invalidateQueries({ queryKey: [workspace, "groups"] }),
    onError: (error, run) => failToast(what, error, () => act.mutate(run)),
  });
  return act;
}

function GroupPanel({ group, mayManage }: { group: Group; mayManage: boolean }) {
  const act = useGroupAct(`The group ${group.name} was not changed`);
  const [isDeleting, setDeleting] = useState(false);
  const remove = (userId: string) => act.mutate(() => accountApi.call(removeGroupMember, { groupId: group.id, userId }));
  return (
    <Panel
      title={group.name}
      aside={`${group.members.length} ${group.members.length === 1 ? "person" : "people"}`}
      flush
      actions={
        mayManage && (
          <>
            <AddGroupMember group={group} />
            <Button
              size="small"
              tone="danger"
              denied={group.isGuarded ? "Policies in force name it; change those first" : undefined}
              onClick={() => setDeleting(true)}
            >
              Delete
            </Button>
          </>
        )
      }
    >
      {group.description && <p className="border-b px-3 py-2 text-ink-2">{group.description}</p>}
      {group.isGuarded && (
        <p className="border-b px-3 py-2 text-ink-3">Policies let this group decide: two administrators settle who is in it.</p>
      )}
      <PendingChanges group={group} mayManage={mayManage} />
      {group.members.length === 0 && <p className="px-3 py-2.5 text-ink-3">Nobody yet, or nobody who shares a workspace with you.</p>}
      {group.members.map((member) => (
        <PanelRow key={member.userId}>
          <span className="min-w-0 flex-1 truncate">
            {member.name} <span className="text-ink-3">{member.email}</span>
          </span>
          {mayManage && (
            <Button size="small" onClick={() => remove(member.userId)}>
              Remove
            </Button>
          )}
        </PanelRow>
      ))}
      <ConfirmDialog
        open={isDeleting}
        onOpenChange={setDeleting}
        title={`Delete ${group.name}`}
        description="The group goes for the whole organisation; its people and what they did stay."
        action="Delete group"
        name={group.name}
        busy={act.isPending}
        onConfirm={() => act.mutate(() => accountApi.call(deleteGroup, { groupId: group.id }))}
      />
    </Panel>
  );
}
