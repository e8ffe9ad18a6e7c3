"use client";
import { changePassword } from "@plumbline/contracts/access/session";
import { Button } from "@plumbline/ui/button";
import { Field, FormErrors } from "@plumbline/ui/field";
import { Input } from "@plumbline/ui/input";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { accountApi } from "#src/shell/api.tsx";
import { fieldError, formProblem } from "#src/shell/problem-text.ts";

const shortest = 12;

export interface PasswordFormProps {
  onDone: () => void;
  /** The act's name: "Choose password" for the first one, "Change password" later. */
  action: string;
}

export function PasswordForm({ onDone, action }: PasswordFormProps) {
  const [differs, setDiffers] = useState(false);
  const change = useMutation({
    mutationFn: (input: { currentPassword: string; newPassword: string }) => accountApi.call(changePassword, input),
    onSuccess: onDone,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name));
    const isRepeated = text("newPassword") === text("repeated");
    setDiffers(!isRepeated);
    if (isRepeated) change.mutate({ currentPassword: text("currentPassword"), newPassword: text("newPassword") });
  };
  const { error } = change;
  const current = fieldError(error, "currentPassword");
  const chosen = fieldError(error, "newPassword");
  return (
    <form method="post" onSubmit={submit} className="grid gap-3.5">
      <FormErrors {...formProblem(error, { currentPassword: "Password you have now", newPassword: "New password" })} />
      <Field name="currentPassword" label="Password you have now" error={current}>
        {(control) => <Input {...control} type="password" autoComplete="current-password" required />}
      </Field>
      <Field name="newPassword" label="New password" error={chosen} help={`At least ${shortest} characters. Length is what counts.`}>
        {(control) => <Input {...control} type="password" autoComplete="new-password" minLength={shortest} required />}
      </Field>
      <Field name="repeated" label="New password again" error={differs ? "The two are not the same." : undefined}>
        {(control) => <Input {...control} type="password" autoComplete="new-password" minLength={shortest} required />}
      </Field>
      <div>
        <Button type="submit" tone="primary" busy={change.isPending}>
          {action}
        </Button>
      </div>
    </form>
  );
}
