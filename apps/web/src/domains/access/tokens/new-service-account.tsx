"use client";
import { createServiceAccount } from "@plumbline/contracts/access/token";
import { Role, roleDescriptions } from "@plumbline/contracts/permissions";
import { Button } from "@plumbline/ui/button";
import { Dialog } from "@plumbline/ui/dialog";
import { Field, FormErrors } from "@plumbline/ui/field";
import { Input, Select } from "@plumbline/ui/input";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useApi } from "#src/shell/api.tsx";
import { fieldError, formProblem } from "#src/shell/problem-text.ts";

export function NewServiceAccount({ onClose }: { onClose: () => void }) {
  const api = useApi();
  const client = useQueryClient();
  const [role, setRole] = useState<Role>("contributor");
  const make = useMutation({
    mutationFn: (name: string) => api.call(createServiceAccount, { name, role }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: [api.workspace, "service-accounts"] });
      onClose();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    make.mutate(String(new FormData(event.currentTarget).get("name")));
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="New service account"
      description="Its tokens may do what its role allows, and never more than yours does."
    >
      <form onSubmit={submit} className="grid gap-3.5 pb-3">
        <FormErrors {...formProblem(make.error, { name: "Name", role: "Role" })} />
        <Field name="name" label="Name" error={fieldError(make.error, "name")} help="The machine or the job: “ci”, “nightly training”.">
          {(control) => <Input {...control} required maxLength={100} autoComplete="off" />}
        </Field>
        <Field name="role" label="Role" help={roleDescriptions[role]} error={fieldError(make.error, "role")}>
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
          <Button type="submit" tone="primary" busy={make.isPending}>
            Create service account
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
