"use client";
import { editCard, getCard, type ModelCard } from "@plumbline/contracts/registry/card";
import { Button } from "@plumbline/ui/button";
import { Field, FormErrors } from "@plumbline/ui/field";
import { Textarea } from "@plumbline/ui/input";
import { Kbd } from "@plumbline/ui/kbd";
import { Panel } from "@plumbline/ui/panel";
import { useMutation } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { parseKept, useKept } from "#src/components/kept.ts";
import { submitByKey } from "#src/components/submit-by-key.ts";
import { useApi } from "#src/shell/api.tsx";
import { fieldError, formProblem, isCode } from "#src/shell/problem-text.ts";
import { useModelChange } from "../model-change.ts";
import { type Collision, cardFields, cardLabel, changedFields, rebase } from "./card-fields.ts";

interface Draft {
  /** The card that the edit began with. */
  base: ModelCard;
  fields: ModelCard["fields"];
}

function isDraft(value: unknown): value is Draft {
  return typeof value === "object" && value !== null && "base" in value && "fields" in value;
}

const labels = Object.fromEntries(cardFields.map(({ name, label }) => [`fields.${name}`, label]));

/** Edits a card. What is typed stays in this browser; a card that somebody else changed meanwhile is merged field by field. */
export function CardEditor({ card, onClose }: { card: ModelCard; onClose: () => void }) {
  const { model, version } = card;
  const { workspace } = useApi();
  const [kept, keep] = useKept(`card.${workspace}.${model}.${version}`);
  const draft = parseKept(kept, isDraft) ?? { base: card, fields: card.fields };
  const changed = changedFields(draft.base.fields, draft.fields);
  const save = useModelChange(
    (api, { base, fields }: Draft) =>
      api.call(editCard, {
        model,
        version,
        basedOn: base.revision,
        fields: Object.fromEntries(changedFields(base.fields, fields).map((name) => [name, fields[name]])),
      }),
    {
      onDone: () => {
        keep(undefined);
        onClose();
      },
    },
  );
  const merge = useMerge(draft, (next) => {
    keep(JSON.stringify(next));
    save.reset();
  });
  const isStale = isCode(save.error, "conflict");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!save.isPending && changed.length > 0 && !isStale) save.mutate(draft);
  };
  const leave = () => {
    keep(undefined);
    onClose();
  };
  return (
    <Panel title="Model card" aside={draft.base.revision === 0 ? "the first edit" : `on top of revision ${draft.base.revision}`}>
      <form onSubmit={submit} onKeyDown={submitByKey} className="grid gap-3.5">
        {isStale ? <Stale isBusy={merge.isPending} onMerge={() => merge.mutate()} /> : <FormErrors {...formProblem(save.error, labels)} />}
        <Collisions items={merge.data ?? []} />
        {cardFields.map(({ name, label, help }) => (
          <Field key={name} name={name} label={label} help={help} error={fieldError(save.error, `fields.${name}`)}>
            {(control) => (
              <Textarea
                {...control}
                rows={3}
                maxLength={20_000}
                value={draft.fields[name]}
                onChange={(event) => keep(JSON.stringify({ ...draft, fields: { ...draft.fields, [name]: event.target.value } }))}
              />
            )}
          </Field>
        ))}
        <div className="flex flex-wrap items-center gap-2">
          <Button type="submit" tone="primary" busy={save.isPending} denied={deniedText(changed.length, isStale)}>
            Save card
          </Button>
          <Button onClick={leave}>{changed.length > 0 ? "Discard" : "Cancel"}</Button>
          <span className="text-ink-3 text-small">
            {changed.length} field{changed.length === 1 ? "" : "s"} changed. <Kbd>Ctrl</Kbd> <Kbd>Enter</Kbd> saves.
          </span>
        </div>
      </form>
    </Panel>
  );
}

function deniedText(changed: number, isStale: boolean): string | undefined {
  if (isStale) return "Take the newer card in first";
  return changed === 0 ? "Nothing is changed yet" : undefined;
}

/** Reads the newest card and puts my changes on top of it. */
function useMerge(draft: Draft, onMerged: (draft: Draft) => void) {
  const api = useApi();
  return useMutation({
    mutationFn: async (): Promise<Collision[]> => {
      const { model, version } = draft.base;
      const newest = await api.call(getCard, { model, version });
      const { fields, collisions } = rebase(draft.base.fields, draft.fields, newest.fields);
      onMerged({ base: newest, fields });
      return collisions;
    },
  });
}

function Stale({ isBusy, onMerge }: { isBusy: boolean; onMerge: () => void }) {
  return (
    <div role="alert" className="flex flex-wrap items-center gap-2 rounded-md bg-warn-soft px-3 py-2 text-warn">
      <p className="min-w-0 flex-1 basis-60">
        Somebody saved a newer card while you were writing. Nothing of yours is lost: take theirs in, look, and save.
      </p>
      <Button size="small" busy={isBusy} onClick={onMerge}>
        Take the newer card in
      </Button>
    </div>
  );
}

function Collisions({ items }: { items: readonly Collision[] }) {
  if (items.length === 0) return null;
  return (
    <section aria-label="Fields that both of you changed" className="rounded-md border border-warn px-3 py-2">
      <p className="font-medium">
        You both changed {items.map(({ name }) => cardLabel(name)).join(", ")}. Yours is in the form; theirs said:
      </p>
      <dl className="mt-1 grid gap-1">
        {items.map(({ name, theirs }) => (
          <div key={name}>
            <dt className="text-ink-3 text-small">{cardLabel(name)}</dt>
            <dd className="wrap-anywhere whitespace-pre-wrap">{theirs || "nothing"}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
