"use client";
import { createUser } from "@plumbline/contracts/access/user";
import type { PlatformRole } from "@plumbline/contracts/permissions";
import { Button } from "@plumbline/ui/button";
import { Dialog } from "@plumbline/ui/dialog";
import { Field, FormErrors } from "@plumbline/ui/field";
import { Input, Select } from "@plumbline/ui/input";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { accountApi } from "#src/shell/api.tsx";
import { fieldError, formProblem } from "#src/shell/problem-text.ts";
import type { Granted } from "./generated-password.tsx";
import { platformRoles, platformRoleText } from "./platform-role.ts";

export function NewPerson({ onClose, onGranted }: { onClose: () => void; onGranted: (granted: Granted) => void }) {
  const client = useQueryClient();
  const make = useMutation({
    mutationFn: (input: { name: string; email: string; platformRole: PlatformRole | null }) => accountApi.call(createUser, input),
    onSuccess: async (granted) => {
      await client.invalidateQueries({ queryKey: ["people"] });
      onClose();
      onGranted(granted);
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const role = platformRoles.find((value) => value === form.get("platformRole")) ?? null;
    make.mutate({ name: String(form.get("name")), email: String(form.get("email")), platformRole: role });
  };
  const error = (name: string) => fieldError(make.error, name);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="New account"
      description="A first password is generated and shown once. Add them to workspaces afterwards."
    >
      <form onSubmit={submit} className="grid gap-3.5 pb-3">
        <FormErrors {...formProblem(make.error, { name: "Name", email: "E-mail" })} />
        <Field name="name" label="Name" error={error("name")}>
          {(control) => <Input {...control} required maxLength={200} autoComplete="off" />}
        </Field>
        <Field name="email" label="E-mail" error={error("email")}>
          {(control) => <Input {...control} type="email" required maxLength={254} autoComplete="off" />}
        </Field>
        <Field name="platformRole" label="Platform role" help="Most people need none: what they may do is decided in each workspace.">
          {(control) => (
            <Select {...control} defaultValue="">
              <option value="">none</option>
              {platformRoles.map((role) => (
                <option key={role} value={role}>
                  {platformRoleText[role]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" busy={make.isPending}>
            Create account
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
