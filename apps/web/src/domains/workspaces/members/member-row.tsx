"use client";
import { Role } from "@plumbline/contracts/permissions";
import { type Member, removeMember, updateMember } from "@plumbline/contracts/workspaces";
import { IconButton } from "@plumbline/ui/button";
import { ConfirmDialog } from "@plumbline/ui/dialog";
import { Select } from "@plumbline/ui/input";
import { Chip } from "@plumbline/ui/status";
import { Time } from "@plumbline/ui/time";
import { toast } from "@plumbline/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { UserMinus } from "lucide-react";
import { useState } from "react";
import { failToast } from "#src/components/fail-toast.ts";
import { Person } from "#src/components/person.tsx";
import { Cell } from "#src/components/table.tsx";
import { useApi } from "#src/shell/api.tsx";
import { useViewer } from "#src/shell/viewer.tsx";

export function MemberRow({ member }: { member: Member }) {
  const { me, can } = useViewer();
  const mayManage = can("member:manage");
  return (
    <tr>
      <Cell>
        <Person name={member.name} email={member.email}>
          {member.userId === me.id && <Chip tone="accent">you</Chip>}
          {member.isDisabled && <Chip tone="warn">disabled</Chip>}
        </Person>
      </Cell>
      <Cell>{mayManage ? <RoleSelect member={member} /> : member.role}</Cell>
      <Cell className="max-w-60 truncate text-ink-2">{member.groups.join(", ") || <span className="text-ink-3">none</span>}</Cell>
      <Cell align="end" className="text-ink-2">
        {member.lastSignInAt ? <Time at={Date.parse(member.lastSignInAt)} /> : <span className="text-ink-3">never</span>}
      </Cell>
      <Cell align="end" className="text-ink-3">
        <Time at={Date.parse(member.addedAt)} />
      </Cell>
      <Cell align="end">{mayManage && <Remove member={member} />}</Cell>
    </tr>
  );
}

function RoleSelect({ member }: { member: Member }) {
  const api = useApi();
  const client = useQueryClient();
  const { userId, name, role } = member;
  const change = useMutation({
    mutationFn: (next: Role) => api.call(updateMember, { userId, role: next }),
    onSuccess: (_, next) => {
      toast({ tone: "good", title: `${name} is ${next} now`, action: { label: "Undo", onAct: () => change.mutate(role) } });
      return client.invalidateQueries({ queryKey: [api.workspace, "members"] });
    },
    onError: (error, next) => failToast(`The role of ${name} stays ${role}`, error, () => change.mutate(next)),
  });
  return (
    <Select
      aria-label={`Role of ${name}`}
      value={change.isPending ? change.variables : role}
      onChange={(event) => change.mutate(event.target.value as Role)}
      className="w-32!"
    >
      {Role.options.map((option) => (
        <option key={option}>{option}</option>
      ))}
    </Select>
  );
}

function Remove({ member }: { member: Member }) {
  const api = useApi();
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const { userId, name, email } = member;
  const remove = useMutation({
    mutationFn: () => api.call(removeMember, { userId }),
    onSuccess: () => client.invalidateQueries({ queryKey: [api.workspace, "members"] }),
    onError: (error) => {
      setOpen(false);
      failToast(`${name} stays a member`, error, () => remove.mutate());
    },
  });
  return (
    <>
      <IconButton label={`Remove ${name}`} size="small" onClick={() => setOpen(true)}>
        <UserMinus className="icon-small" />
      </IconButton>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setOpen}
        title={`Remove ${name} from ${api.workspace}`}
        description="Their tokens of this workspace stop working at once. What they logged stays, under their name."
        action="Remove member"
        name={email}
        busy={remove.isPending}
        onConfirm={() => remove.mutate()}
      />
    </>
  );
}
