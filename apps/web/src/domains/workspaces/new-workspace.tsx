"use client";
import { createWorkspace } from "@plumbline/contracts/workspaces";
import { Button } from "@plumbline/ui/button";
import { Dialog } from "@plumbline/ui/dialog";
import { Field, FormErrors } from "@plumbline/ui/field";
import { Input } from "@plumbline/ui/input";
import { useMutation } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { accountApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { fieldError, formProblem } from "#src/shell/problem-text.ts";

export function NewWorkspace({ onClose }: { onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="New workspace"
      description="A workspace has its own members, runs, tokens and settings. Nothing is shared between two of them."
    >
      <div className="pb-3">
        <NewWorkspaceForm />
      </div>
    </Dialog>
  );
}

export function NewWorkspaceForm() {
  const make = useMutation({
    mutationFn: (input: { name: string; description: string }) => accountApi.call(createWorkspace, input),
    // A whole page load: who may go where has changed.
    onSuccess: ({ name }) => location.assign(paths.home(name)),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    make.mutate({ name: String(form.get("name")), description: String(form.get("description")) });
  };
  const name = fieldError(make.error, "name");
  return (
    <form onSubmit={submit} className="grid gap-3.5">
      <FormErrors {...formProblem(make.error, { name: "Name" })} />
      <Field
        name="name"
        label="Name"
        error={name}
        help="Lower-case letters, digits and hyphens. MLflow clients use it as it is, and it stays."
      >
        {(control) => <Input {...control} required minLength={2} maxLength={63} autoComplete="off" spellCheck={false} className="code" />}
      </Field>
      <Field name="description" label="What it is for" optional>
        {(control) => <Input {...control} maxLength={2000} />}
      </Field>
      <div>
        <Button type="submit" tone="primary" busy={make.isPending}>
          Create workspace
        </Button>
      </div>
    </form>
  );
}
