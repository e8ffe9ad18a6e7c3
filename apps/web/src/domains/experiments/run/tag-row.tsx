"use client";
import { logBatch, type Run } from "@plumbline/contracts/experiments/run";
import { Button } from "@plumbline/ui/button";
import { Field, FormErrors } from "@plumbline/ui/field";
import { Input } from "@plumbline/ui/input";
import { Popover } from "@plumbline/ui/popover";
import { Chip } from "@plumbline/ui/status";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useApi } from "#src/shell/api.tsx";
import { formProblem } from "#src/shell/problem-text.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { InlineText } from "../editing/inline-text.tsx";
import { tagEdit } from "../editing/run-edit.ts";
import { useEditRun } from "../editing/use-edit-run.ts";
import { ownTags } from "./run-facts.ts";

/** Sets tags of the run, and reads the run again. */
function useSetTag(runId: string, onDone?: () => void) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (tag: { key: string; value: string }) => api.call(logBatch, { runId, tags: [tag] }),
    onSuccess: () => {
      onDone?.();
      return client.invalidateQueries({ queryKey: [api.workspace, "run", runId] });
    },
  });
}

export function TagRow({ run }: { run: Run }) {
  const { can } = useViewer();
  const mayWrite = can("run:write") && run.lifecycleStage === "active";
  const tags = ownTags(run);
  if (tags.length === 0 && !mayWrite) return null;
  return (
    <div className="flex flex-wrap items-center gap-1.5 border-t px-3 py-1.5">
      <span className="mr-0.5 text-ink-3">Tags</span>
      {tags.map((tag) => (
        <Tag key={tag.key} runId={run.runId} tag={tag} mayWrite={mayWrite} />
      ))}
      {mayWrite && <AddTag runId={run.runId} />}
    </div>
  );
}

function Tag({ runId, tag, mayWrite }: { runId: string; tag: { key: string; value: string }; mayWrite: boolean }) {
  const edit = useEditRun();
  const text = (
    <span className="truncate">
      {tag.key}: {tag.value}
    </span>
  );
  return (
    <Chip title={`${tag.key}: ${tag.value}`} className="min-h-6">
      {mayWrite ? (
        <InlineText
          value={tag.value}
          what={`value of tag ${tag.key}`}
          maxLength={8000}
          isRequired
          onSave={(typed) => edit({ runId, edit: tagEdit(tag.key, tag.value, typed) })}
        >
          {text}
        </InlineText>
      ) : (
        text
      )}
      {mayWrite && (
        <button
          type="button"
          aria-label={`Remove tag ${tag.key}`}
          onClick={() => edit({ runId, edit: tagEdit(tag.key, tag.value, "") })}
          className="-mr-1.5 grid size-6 flex-none place-items-center hover:text-ink"
        >
          <X className="size-3" />
        </button>
      )}
    </Chip>
  );
}

function AddTag({ runId }: { runId: string }) {
  const [isOpen, setOpen] = useState(false);
  const put = useSetTag(runId, () => setOpen(false));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    put.mutate({ key: String(form.get("key")), value: String(form.get("value")) });
  };
  const trigger = (
    <button
      type="button"
      className="inline-flex h-6 items-center gap-1 rounded-sm border border-line-strong border-dashed px-1.5 text-ink-2 text-small hover:text-ink"
    >
      <Plus className="size-3" aria-hidden="true" />
      Add
    </button>
  );
  return (
    <Popover trigger={trigger} label="Add a tag" open={isOpen} onOpenChange={setOpen}>
      <form onSubmit={submit} className="grid gap-2.5">
        <FormErrors {...formProblem(put.error, {})} />
        <Field name="key" label="Name">
          {(control) => <Input {...control} required maxLength={250} autoComplete="off" />}
        </Field>
        <Field name="value" label="Value">
          {(control) => <Input {...control} maxLength={8000} autoComplete="off" />}
        </Field>
        <div>
          <Button type="submit" tone="primary" busy={put.isPending}>
            Add tag
          </Button>
        </div>
      </form>
    </Popover>
  );
}
