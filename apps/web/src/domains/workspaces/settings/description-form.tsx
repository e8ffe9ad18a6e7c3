"use client";
import { updateWorkspace } from "@plumbline/contracts/workspaces";
import { Button } from "@plumbline/ui/button";
import { Field, FormErrors } from "@plumbline/ui/field";
import { Textarea } from "@plumbline/ui/input";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useApi } from "#src/shell/api.tsx";
import { fieldError, formProblem } from "#src/shell/problem-text.ts";
import { useViewer } from "#src/shell/viewer.tsx";

export function DescriptionForm({ description }: { description: string }) {
  const api = useApi();
  const { can } = useViewer();
  const client = useQueryClient();
  const [text, setText] = useState(description);
  const save = useMutation({
    mutationFn: () => api.call(updateWorkspace, { description: text }),
    onSuccess: () => client.invalidateQueries({ queryKey: [api.workspace, "workspace"] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  if (!can("workspace:manage")) return description ? <p className="mt-3 border-t pt-3 text-ink-2">{description}</p> : null;
  return (
    <form onSubmit={submit} className="mt-3 grid gap-2.5 border-t pt-3">
      <FormErrors {...formProblem(save.error, { description: "What it is for" })} />
      <Field name="description" label="What it is for" error={fieldError(save.error, "description")}>
        {(control) => <Textarea {...control} rows={3} maxLength={2000} value={text} onChange={(event) => setText(event.target.value)} />}
      </Field>
      <div>
        <Button type="submit" busy={save.isPending} denied={text === description ? "Nothing is changed" : undefined}>
          Save
        </Button>
      </div>
    </form>
  );
}
