"use client";
import { putSecret, type Secret, secretMaxBytes } from "@plumbline/contracts/secrets/secret";
import { Field } from "@plumbline/ui/field";
import { Input, Textarea } from "@plumbline/ui/input";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { NameField } from "#src/components/name-field.tsx";
import { useApi } from "#src/shell/api.tsx";
import { fieldError } from "#src/shell/problem-text.ts";
import { valueProblem } from "./value-problem.ts";

interface Props {
  /** The one that gets a new value; undefined for a new one. */
  secret: Secret | undefined;
  /** Names that are taken: writing one of them would replace its value. */
  taken: readonly Pick<Secret, "name">[];
  onClose: () => void;
}

/** Takes a value to be kept. It leaves the page with the form and does not come back. */
export function SecretForm({ secret, taken, onClose }: Props) {
  const api = useApi();
  const client = useQueryClient();
  const write = useMutation({
    mutationFn: (body: { secret: string; value: string; description?: string }) => api.call(putSecret, body),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: [api.workspace, "secrets"] });
      onClose();
    },
  });
  const submit = (form: FormData) => {
    const value = String(form.get("value"));
    if (secret) write.mutate({ secret: secret.name, value });
    else write.mutate({ secret: String(form.get("secret")), value, description: String(form.get("description")) });
  };
  return (
    <FormDialog
      title={secret ? `New value of ${secret.name}` : "New secret"}
      description={
        secret
          ? "Jobs that start from now on get it; those that run keep the old one. The old value is not kept."
          : "It is sealed as it comes in, given to jobs that name it, and shown to nobody."
      }
      action={secret ? "Write new value" : "Write secret"}
      isBusy={write.isPending}
      error={write.error}
      labels={{ secret: "Name", value: "Value", description: "Description" }}
      onSubmit={submit}
      onClose={onClose}
    >
      {!secret && (
        <NameField
          name="secret"
          error={fieldError(write.error, "secret") ?? fieldError(write.error, "params.secret")}
          help="Lower-case letters, digits and hyphens. Specs name it so: hugging-face."
          problemOf={(name) =>
            taken.some((other) => other.name === name) ? `There is a secret ${name} already. Its menu gives it a new value.` : undefined
          }
        />
      )}
      <Field
        name="value"
        label="Value"
        error={fieldError(write.error, "value")}
        help={`At most ${secretMaxBytes / 1024} KiB, lines and all. Spaces and line ends at its ends are part of it.`}
      >
        {(control) => (
          <Textarea
            {...control}
            required
            rows={3}
            autoComplete="off"
            spellCheck={false}
            className="code [-webkit-text-security:disc] focus:[-webkit-text-security:none]"
            onInput={(event) => event.currentTarget.setCustomValidity(valueProblem(event.currentTarget.value) ?? "")}
          />
        )}
      </Field>
      {!secret && (
        <Field
          name="description"
          label="Description"
          optional
          error={fieldError(write.error, "description")}
          help="What it opens, and who issues it."
        >
          {(control) => <Input {...control} maxLength={500} autoComplete="off" />}
        </Field>
      )}
    </FormDialog>
  );
}
