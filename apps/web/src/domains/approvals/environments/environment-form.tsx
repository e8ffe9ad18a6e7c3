"use client";
import { createEnvironment, type Environment, updateEnvironment } from "@plumbline/contracts/approvals/environment";
import { Field } from "@plumbline/ui/field";
import { Input, Select, Textarea } from "@plumbline/ui/input";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { stageNames } from "#src/domains/registry/stages.tsx";
import { useApi } from "#src/shell/api.tsx";
import { fieldError } from "#src/shell/problem-text.ts";

const stages = ["experimental", "staging", "production"] as const;

interface Props {
  /** The one that is changed; a new one where left out. */
  environment: Environment | undefined;
  onClose: () => void;
}

export function EnvironmentForm({ environment, onClose }: Props) {
  const api = useApi();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (form: FormData) => {
      const description = String(form.get("description"));
      if (environment) {
        return api.call(updateEnvironment, { environment: environment.name, description, position: Number(form.get("position")) });
      }
      const stage = stages.find((option) => option === form.get("stage")) ?? "production";
      return api.call(createEnvironment, { name: String(form.get("name")), description, stage });
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: [api.workspace, "environments"] });
      onClose();
    },
  });
  return (
    <FormDialog
      title={environment ? `Edit ${environment.name}` : "New environment"}
      action={environment ? "Save" : "Create environment"}
      isBusy={save.isPending}
      error={save.error}
      labels={{ name: "Name", stage: "Stage", description: "What it is for", position: "Place in the list" }}
      onSubmit={(form) => save.mutate(form)}
      onClose={onClose}
    >
      {environment ? (
        <Field
          name="position"
          label="Place in the list"
          error={fieldError(save.error, "position")}
          help="From 0; a version usually passes them in this order."
        >
          {(control) => <Input {...control} type="number" required min={0} max={1000} defaultValue={environment.position} />}
        </Field>
      ) : (
        <>
          <Field
            name="name"
            label="Name"
            error={fieldError(save.error, "name")}
            help="Lower-case letters, digits and hyphens. It cannot be changed later."
          >
            {(control) => <Input {...control} required maxLength={63} autoComplete="off" spellCheck={false} />}
          </Field>
          <Field
            name="stage"
            label="Stage"
            error={fieldError(save.error, "stage")}
            help="A version needs this stage, or a later one, to act here."
          >
            {(control) => (
              <Select {...control} defaultValue="production">
                {stages.map((stage) => (
                  <option key={stage} value={stage}>
                    {stageNames[stage]}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        </>
      )}
      <Field name="description" label="What it is for" optional error={fieldError(save.error, "description")}>
        {(control) => <Textarea {...control} rows={3} maxLength={2000} defaultValue={environment?.description} />}
      </Field>
    </FormDialog>
  );
}
