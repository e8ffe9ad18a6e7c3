"use client";
import { deleteVersionTag, type ModelVersion, setVersionTag, updateVersion } from "@plumbline/contracts/registry/version";
import { Button, IconButton } from "@plumbline/ui/button";
import { Field } from "@plumbline/ui/field";
import { Input, Textarea } from "@plumbline/ui/input";
import { X } from "lucide-react";
import { useState } from "react";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { fieldError } from "#src/shell/problem-text.ts";
import { useModelChange } from "../model-change.ts";

/** The description and the tags of a version: the tags take effect as they are set, the description when it is saved. */
export function EditVersion({ version, onClose }: { version: ModelVersion; onClose: () => void }) {
  const ref = { model: version.model, version: version.version };
  const change = useModelChange((api, description: string) => api.call(updateVersion, { ...ref, description }), { onDone: onClose });
  return (
    <FormDialog
      title={`${version.model} ${version.version}`}
      width="medium"
      action="Save description"
      isBusy={change.isPending}
      error={change.error}
      labels={{ description: "Description" }}
      onSubmit={(form) => change.mutate(String(form.get("description")))}
      onClose={onClose}
    >
      <Field name="description" label="Description" error={fieldError(change.error, "description")}>
        {(control) => <Textarea {...control} maxLength={5000} defaultValue={version.description} />}
      </Field>
      <Tags version={version} />
    </FormDialog>
  );
}

function Tags({ version }: { version: ModelVersion }) {
  const ref = { model: version.model, version: version.version };
  const [key, setKey] = useState("");
  const [value, setValue] = useState("");
  const add = useModelChange((api, tag: { key: string; value: string }) => api.call(setVersionTag, { ...ref, ...tag }), {
    failure: "The tag was not set",
    onDone: () => {
      setKey("");
      setValue("");
    },
  });
  const remove = useModelChange((api, removed: string) => api.call(deleteVersionTag, { ...ref, key: removed }), {
    failure: "The tag was not removed",
  });
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 font-medium">Tags</legend>
      <ul>
        {version.tags.map((tag) => (
          <li key={tag.key} className="flex items-center gap-2">
            <span className="min-w-0 flex-1 truncate" title={`${tag.key}: ${tag.value}`}>
              <span className="text-ink-3">{tag.key}</span> {tag.value}
            </span>
            <IconButton label={`Remove tag ${tag.key}`} size="small" onClick={() => remove.mutate(tag.key)}>
              <X className="icon-small" />
            </IconButton>
          </li>
        ))}
      </ul>
      <div className="mt-1 flex flex-wrap gap-2">
        <Input
          aria-label="Name of the new tag"
          placeholder="Name"
          maxLength={250}
          value={key}
          onChange={(event) => setKey(event.target.value)}
          className="w-40! flex-1"
        />
        <Input
          aria-label="Value of the new tag"
          placeholder="Value"
          maxLength={5000}
          value={value}
          onChange={(event) => setValue(event.target.value)}
          className="w-40! flex-1"
        />
        <Button
          busy={add.isPending}
          denied={key.trim() ? undefined : "Name the tag first"}
          onClick={() => add.mutate({ key: key.trim(), value })}
        >
          Add tag
        </Button>
      </div>
    </fieldset>
  );
}
