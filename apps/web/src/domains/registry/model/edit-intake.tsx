"use client";
import { type RegisteredModel, updateModel } from "@plumbline/contracts/registry/model";
import { useState } from "react";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { fieldError } from "#src/shell/problem-text.ts";
import { draftOf, draftProblems, type IntakeDraft, intakeLabels, updateInput } from "../intake/intake-draft.ts";
import { IntakeFields } from "../intake/intake-fields.tsx";
import { useModelChange } from "../model-change.ts";

const names = Object.keys(intakeLabels) as (keyof IntakeDraft)[];

/** Changes what the intake says, but name, tier and who runs it. */
export function EditIntake({ model, onClose }: { model: RegisteredModel; onClose: () => void }) {
  const [draft, setDraft] = useState(() => draftOf(model));
  const change = useModelChange((api, input: IntakeDraft) => api.call(updateModel, updateInput(input)), { onDone: onClose });
  const own = draftProblems(draft);
  const errors = Object.fromEntries(
    names.flatMap((name) => {
      const text = own[name] ?? fieldError(change.error, name);
      return text === undefined ? [] : [[name, text]];
    }),
  );
  const [first] = Object.values(own);
  return (
    <FormDialog
      title={`Intake of ${model.name}`}
      width="wide"
      action="Save intake"
      isBusy={change.isPending}
      error={change.error}
      labels={intakeLabels}
      denied={first}
      onSubmit={() => change.mutate(draft)}
      onClose={onClose}
    >
      <IntakeFields draft={draft} errors={errors} onChange={(part) => setDraft({ ...draft, ...part })} />
    </FormDialog>
  );
}
