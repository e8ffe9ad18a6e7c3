"use client";
import { resetPassword, type User, updateUser } from "@plumbline/contracts/access/user";
import type { PlatformRole } from "@plumbline/contracts/permissions";
import { IconButton } from "@plumbline/ui/button";
import { ConfirmDialog } from "@plumbline/ui/dialog";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "@plumbline/ui/menu";
import { Chip, Status } from "@plumbline/ui/status";
import { Time } from "@plumbline/ui/time";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { failToast } from "#src/components/fail-toast.ts";
import { Person } from "#src/components/person.tsx";
import { Cell } from "#src/components/table.tsx";
import { accountApi } from "#src/shell/api.tsx";
import { useViewer } from "#src/shell/viewer.tsx";
import type { Granted } from "./generated-password.tsx";
import { platformRoleName, platformRoles } from "./platform-role.ts";

interface PersonProps {
  person: User;
  onGranted: (granted: Granted) => void;
}

export function PersonRow({ person, onGranted }: PersonProps) {
  const { me } = useViewer();
  return (
    <tr>
      <Cell>
        <Person name={person.name} email={person.email}>
          {person.id === me.id && <Chip tone="accent">you</Chip>}
        </Person>
      </Cell>
      <Cell>
        <State person={person} />
      </Cell>
      <Cell className="text-ink-2">
        {person.platformRole ? platformRoleName(person.platformRole) : <span className="text-ink-3">none</span>}
      </Cell>
      <Cell align="end" className="text-ink-2">
        {person.lastSignInAt ? <Time at={Date.parse(person.lastSignInAt)} /> : <span className="text-ink-3">never</span>}
      </Cell>
      <Cell align="end" className="text-ink-3">
        <Time at={Date.parse(person.createdAt)} />
      </Cell>
      <Cell align="end">
        <PersonMenu person={person} onGranted={onGranted} />
      </Cell>
    </tr>
  );
}

function State({ person }: { person: User }) {
  if (person.isDisabled) return <Status shape="stopped">Disabled</Status>;
  if (person.isLocked) return <Status shape="warn">Locked after wrong passwords</Status>;
  if (person.mustChangePassword) return <Status shape="waiting">Has a generated password</Status>;
  return <Status shape="good">Active</Status>;
}

function PersonMenu({ person, onGranted }: PersonProps) {
  const { me } = useViewer();
  const [asked, setAsked] = useState<"reset" | "disable">();
  const { update, reset } = usePersonActs(person, onGranted, () => setAsked(undefined));
  const setRole = (platformRole: PlatformRole | null) => update.mutate({ platformRole });
  const trigger = (
    <IconButton label={`More for ${person.name}`} size="small">
      <Ellipsis className="icon-small" />
    </IconButton>
  );
  return (
    <>
      <Menu trigger={trigger}>
        <MenuItem onSelect={() => setAsked("reset")}>Generate a new password</MenuItem>
        {person.id !== me.id && (
          <>
            {person.isDisabled ? (
              <MenuItem onSelect={() => update.mutate({ isDisabled: false })}>Enable</MenuItem>
            ) : (
              <MenuItem tone="danger" onSelect={() => setAsked("disable")}>
                Disable
              </MenuItem>
            )}
            <MenuSeparator />
            <MenuLabel>Platform role</MenuLabel>
            {platformRoles.map((role) => (
              <MenuItem key={role} disabled={person.platformRole === role} onSelect={() => setRole(role)}>
                Make {platformRoleName(role)}
              </MenuItem>
            ))}
            {person.platformRole && <MenuItem onSelect={() => setRole(null)}>Take the role away</MenuItem>}
          </>
        )}
      </Menu>
      <ConfirmDialog
        open={asked === "reset"}
        onOpenChange={() => setAsked(undefined)}
        title={`New password for ${person.name}`}
        description="The password they have stops working, and they are signed out everywhere. A locked account is open again."
        action="Generate password"
        busy={reset.isPending}
        onConfirm={() => reset.mutate()}
      />
      <ConfirmDialog
        open={asked === "disable"}
        onOpenChange={() => setAsked(undefined)}
        title={`Disable ${person.name}`}
        description="They are signed out everywhere and their tokens stop working. What they logged stays. They can be enabled again."
        action="Disable account"
        name={person.email}
        busy={update.isPending}
        onConfirm={() => update.mutate({ isDisabled: true })}
      />
    </>
  );
}

function usePersonActs(person: User, onGranted: (granted: Granted) => void, onDone: () => void) {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: ["people"] });
  const fail = (error: unknown, again: () => void) => {
    onDone();
    failToast(`The account of ${person.name} was not changed`, error, again);
  };
  const update = useMutation({
    mutationFn: (change: { isDisabled?: boolean; platformRole?: PlatformRole | null }) =>
      accountApi.call(updateUser, { userId: person.id, ...change }),
    onSuccess: () => {
      onDone();
      return refresh();
    },
    onError: (error, change) => fail(error, () => update.mutate(change)),
  });
  const reset = useMutation({
    mutationFn: () => accountApi.call(resetPassword, { userId: person.id }),
    onSuccess: (granted) => {
      onDone();
      onGranted(granted);
      return refresh();
    },
    onError: (error) => fail(error, () => reset.mutate()),
  });
  return { update, reset };
}
