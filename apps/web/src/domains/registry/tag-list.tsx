"use client";
import { Button } from "@plumbline/ui/button";
import { Field, FormErrors } from "@plumbline/ui/field";
import { Input } from "@plumbline/ui/input";
import { Popover } from "@plumbline/ui/popover";
import { Chip } from "@plumbline/ui/status";
import { Plus, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { fieldError, formProblem } from "#src/shell/problem-text.ts";

interface Tag {
  key: string;
  value: string;
}

export interface TagListProps {
  tags: readonly Tag[];
  mayWrite: boolean;
  isBusy: boolean;
  error: unknown;
  /** Resolves once the tag is set; the form closes then. */
  onAdd: (tag: Tag) => Promise<unknown>;
  onRemove: (key: string) => void;
}

/** Tags as chips; adding one opens a small form. */
export function TagList({ tags, mayWrite, onRemove, ...adding }: TagListProps) {
  if (tags.length === 0 && !mayWrite) return <span className="text-ink-3">none</span>;
  return (
    <span className="flex flex-wrap items-center gap-1.5">
      {tags.map(({ key, value }) => (
        <Chip key={key} title={`${key}: ${value}`} className="min-h-6">
          <span className="truncate">{value ? `${key}: ${value}` : key}</span>
          {mayWrite && (
            <button
              type="button"
              aria-label={`Remove tag ${key}`}
              onClick={() => onRemove(key)}
              className="-mr-1.5 grid size-6 flex-none place-items-center hover:text-ink"
            >
              <X className="size-3" />
            </button>
          )}
        </Chip>
      ))}
      {mayWrite && <AddTag {...adding} />}
    </span>
  );
}

function AddTag({ isBusy, error, onAdd }: Pick<TagListProps, "isBusy" | "error" | "onAdd">) {
  const [isOpen, setOpen] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const isSet = await onAdd({ key: String(form.get("key")), value: String(form.get("value")) }).then(
      () => true,
      () => false,
    );
    if (isSet) setOpen(false);
  };
  const trigger = (
    <button
      type="button"
      className="inline-flex h-6 items-center gap-1 rounded-sm border border-line-strong border-dashed px-1.5 text-ink-2 text-small hover:text-ink"
    >
      <Plus className="size-3" aria-hidden="true" />
      Add tag
    </button>
  );
  return (
    <Popover trigger={trigger} label="Add a tag" open={isOpen} onOpenChange={setOpen}>
      <form onSubmit={(event) => void submit(event)} className="grid gap-2.5">
        <FormErrors {...formProblem(error, { key: "Name", value: "Value" })} />
        <Field name="key" label="Name" error={fieldError(error, "key")}>
          {(control) => <Input {...control} required maxLength={250} autoComplete="off" />}
        </Field>
        <Field name="value" label="Value" error={fieldError(error, "value")}>
          {(control) => <Input {...control} maxLength={5000} autoComplete="off" />}
        </Field>
        <div>
          <Button type="submit" tone="primary" busy={isBusy}>
            Add tag
          </Button>
        </div>
      </form>
    </Popover>
  );
}
