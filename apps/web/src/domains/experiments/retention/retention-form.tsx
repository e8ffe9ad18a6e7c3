"use client";
import { type Retention, type RetentionRules, retentionDaysMax, setRetention } from "@plumbline/contracts/experiments/retention";
import { Dialog } from "@plumbline/ui/dialog";
import { Field } from "@plumbline/ui/field";
import { Input } from "@plumbline/ui/input";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { Loaded } from "#src/components/loaded.tsx";
import { useSettled } from "#src/components/use-settled.ts";
import { useApi } from "#src/shell/api.tsx";
import { fieldError } from "#src/shell/problem-text.ts";
import { previewWords } from "./preview-words.ts";
import { retentionPreviewQuery, retentionQuery } from "./queries.ts";

interface Props {
  experiment: { experimentId: string; name: string };
  onClose: () => void;
}

/** How long the experiment keeps its runs. */
export function RetentionForm({ experiment, onClose }: Props) {
  const query = useQuery(retentionQuery(useApi(), experiment.experimentId));
  if (query.data) return <Rules experiment={experiment} retention={query.data} onClose={onClose} />;
  return (
    <Dialog open onOpenChange={onClose} title={titleOf(experiment)}>
      <Loaded query={query} what="The rules" skeleton={<SkeletonRows label="The rules are being read" rows={3} columns={[180, 60]} />}>
        {() => null}
      </Loaded>
    </Dialog>
  );
}

const askAfterMs = 400;
const titleOf = ({ name }: Props["experiment"]): string => `How long ${name} keeps its runs`;

const daysOf = (text: string): number | null => (text.trim() === "" ? null : Number(text));
const isDays = (days: number | null): boolean => days === null || (Number.isInteger(days) && days >= 1 && days <= retentionDaysMax);

function Rules({ experiment, retention, onClose }: Props & { retention: Retention }) {
  const { experimentId } = experiment;
  const api = useApi();
  const client = useQueryClient();
  const [trash, setTrash] = useState(String(retention.trashAfterDays ?? ""));
  const [keep, setKeep] = useState(String(retention.keepDeletedDays ?? ""));
  const rules: RetentionRules = { trashAfterDays: daysOf(trash), keepDeletedDays: daysOf(keep) };
  const isValid = isDays(rules.trashAfterDays) && isDays(rules.keepDeletedDays);
  const save = useMutation({
    mutationFn: () => api.call(setRetention, { experimentId, ...rules }),
    onSuccess: (next) => {
      client.setQueryData(retentionQuery(api, experimentId).queryKey, next);
      onClose();
      return client.invalidateQueries({ queryKey: [api.workspace, "trash"] });
    },
  });
  const range = `From 1 to ${retentionDaysMax.toLocaleString("en")} days; empty for never.`;
  const days = { type: "number", min: 1, max: retentionDaysMax, step: 1, inputMode: "numeric" } as const;
  return (
    <FormDialog
      title={titleOf(experiment)}
      description="The rules are applied every hour. Runs that a registered model, a job or another run needs stay."
      action="Save"
      isBusy={save.isPending}
      error={save.error}
      labels={{ trashAfterDays: "Delete finished runs after", keepDeletedDays: "Remove deleted runs after" }}
      denied={isValid ? undefined : "Days are whole numbers from 1 on"}
      onSubmit={() => save.mutate()}
      onClose={onClose}
    >
      <Field
        name="trashAfterDays"
        label="Delete finished runs after, in days"
        help={`They go to the trash; those with the tag keep do not. ${range}`}
        error={fieldError(save.error, "trashAfterDays")}
      >
        {(control) => <Input {...control} {...days} value={trash} onChange={(event) => setTrash(event.target.value)} />}
      </Field>
      <Field
        name="keepDeletedDays"
        label="Remove deleted runs for good after, in days"
        help={`Metrics and files go with them. ${range}`}
        error={fieldError(save.error, "keepDeletedDays")}
      >
        {(control) => <Input {...control} {...days} value={keep} onChange={(event) => setKeep(event.target.value)} />}
      </Field>
      {isValid && <Preview experimentId={experimentId} rules={rules} />}
    </FormDialog>
  );
}

function Preview({ experimentId, rules }: { experimentId: string; rules: RetentionRules }) {
  const settled = JSON.parse(useSettled(JSON.stringify(rules), askAfterMs)) as RetentionRules;
  const query = useQuery(retentionPreviewQuery(useApi(), experimentId, settled));
  if (settled.keepDeletedDays === null && settled.trashAfterDays === null)
    return <p className="text-ink-2 text-small">Nothing goes by itself.</p>;
  return (
    <section aria-label="What would go now" className="rounded-md border bg-sunken px-3 py-2 text-small">
      <h3 className="mb-0.5 font-medium">Now</h3>
      <Loaded query={query} what="What would go" skeleton={<SkeletonRows label="Runs are being counted" rows={2} columns={[240]} />}>
        {(preview) => (
          <ul className="grid gap-0.5 text-ink-2">
            {previewWords(preview).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        )}
      </Loaded>
    </section>
  );
}
