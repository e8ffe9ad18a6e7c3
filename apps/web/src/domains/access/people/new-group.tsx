"use client";
import { createGroup } from "@plumbline/contracts/access/group";
import { Button } from "@plumbline/ui/button";
import { Dialog } from "@plumbline/ui/dialog";
import { Field, FormErrors } from "@plumbline/ui/field";
import { Input } from "@plumbline/ui/input";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { accountApi, useApi } from "#src/shell/api.tsx";
import { fieldError, formProblem } from "#src/shell/problem-text.ts";

export function NewGroup({ onClose }: { onClose: () => void }) {
  const { workspace } = useApi();
  const client = useQueryClient();
  const make = useMutation({
    mutationFn: (input: { name: string; description: string }) => accountApi.call(createGroup, input),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: [workspace, "groups"] });
      onClose();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    make.mutate({ name: String(form.get("name")), description: String(form.get("description")) });
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="New group"
      description="Groups belong to the organisation: every workspace sees the same ones."
    >
      <form onSubmit={submit} className="grid gap-3.5 pb-3">
        <FormErrors {...formProblem(make.error, { name: "Name" })} />
        <Field name="name" label="Name" error={fieldError(make.error, "name")}>
          {(control) => <Input {...control} required maxLength={100} autoComplete="off" />}
        </Field>
        <Field name="description" label="Who they are" optional>
          {(control) => <Input {...control} maxLength={1000} />}
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" busy={make.isPending}>
            Create group
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
