"use client";
import { Role, roleDescriptions } from "@plumbline/contracts/permissions";
import { addMember } from "@plumbline/contracts/workspaces";
import { Button } from "@plumbline/ui/button";
import { Dialog } from "@plumbline/ui/dialog";
import { Field, FormErrors } from "@plumbline/ui/field";
import { Input, Select } from "@plumbline/ui/input";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { type FormEvent, useState } from "react";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { fieldError, formProblem, isCode } from "#src/shell/problem-text.ts";
import { useViewer } from "#src/shell/viewer.tsx";

export function AddMember({ onClose }: { onClose: () => void }) {
  const api = useApi();
  const { can } = useViewer();
  const client = useQueryClient();
  const [role, setRole] = useState<Role>("contributor");
  const add = useMutation({
    mutationFn: (email: string) => api.call(addMember, { email, role }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: [api.workspace, "members"] });
      onClose();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    add.mutate(String(new FormData(event.currentTarget).get("email")));
  };
  const isUnknown = isCode(add.error, "not-found");
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Add a member to ${api.workspace}`}
      description="They need an account on this platform; an administrator of the platform makes those."
    >
      <form onSubmit={submit} className="grid gap-3.5 pb-3">
        <FormErrors {...formProblem(isUnknown ? undefined : add.error, { email: "E-mail" })} />
        <Field
          name="email"
          label="E-mail"
          error={isUnknown ? "Nobody on this platform has this address." : fieldError(add.error, "email")}
          help={
            can("platform:people") && (
              <>
                No account yet?{" "}
                <Link href={`${paths.people(api.workspace)}?new=1`} className="font-medium text-accent hover:underline">
                  Create one
                </Link>
              </>
            )
          }
        >
          {(control) => <Input {...control} type="email" required autoComplete="off" />}
        </Field>
        <Field name="role" label="Role" help={roleDescriptions[role]}>
          {(control) => (
            <Select {...control} value={role} onChange={(event) => setRole(event.target.value as Role)}>
              {Role.options.map((option) => (
                <option key={option}>{option}</option>
              ))}
            </Select>
          )}
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" busy={add.isPending}>
            Add member
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
