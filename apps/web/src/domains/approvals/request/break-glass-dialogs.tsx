"use client";
import type { PromotionRequest } from "@plumbline/contracts/approvals/request";
import { confirmBreakGlass, reviewBreakGlass } from "@plumbline/contracts/approvals/request-acts";
import { Field } from "@plumbline/ui/field";
import { Textarea } from "@plumbline/ui/input";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { fieldError } from "#src/shell/problem-text.ts";
import { useRequestAct } from "./change.ts";
import { useRequest } from "./request-context.tsx";

type BreakGlass = NonNullable<PromotionRequest["breakGlass"]>;
const shortestReason = 10;

/** What it takes and what it leaves to be done, before it is done. */
export function ConfirmDialog({ glass, onClose }: { glass: BreakGlass; onClose: () => void }) {
  const { number } = useRequest();
  const act = useRequestAct((api, reason: string) => api.call(confirmBreakGlass, { number, reason }), onClose);
  const left = glass.needed - glass.confirmedBy.length - 1;
  return (
    <FormDialog
      title="Let it through without the votes"
      description={left > 0 ? `After you ${left} more must confirm.` : "You are the last one needed: it acts at once."}
      width="medium"
      action="Break glass"
      tone="destroy"
      isBusy={act.isPending}
      error={act.error}
      labels={{ reason: "Reason" }}
      onSubmit={(form) => act.mutate(String(form.get("reason")))}
      onClose={onClose}
    >
      <ul className="list-disc pl-4 text-ink-2">
        <li>{glass.note}</li>
        <li>It is recorded with your name and your reason, and everybody who may confirm it is told.</li>
        <li>It ends by itself: the version then steps back to the stage it came from. Somebody else has to review what was done.</li>
      </ul>
      <Field
        name="reason"
        label="Reason"
        error={fieldError(act.error, "reason")}
        help={`What would happen without it; ${shortestReason} letters at least.`}
      >
        {(control) => <Textarea {...control} required minLength={shortestReason} maxLength={5000} rows={3} />}
      </Field>
    </FormDialog>
  );
}

export function ReviewDialog({ onClose }: { onClose: () => void }) {
  const { number } = useRequest();
  const act = useRequestAct((api, note: string) => api.call(reviewBreakGlass, { number, note }), onClose);
  return (
    <FormDialog
      title="Review the use of break-glass"
      description="Was it needed, was it used as meant, and what follows? It is kept with the request."
      action="Record review"
      isBusy={act.isPending}
      error={act.error}
      labels={{ note: "Review" }}
      onSubmit={(form) => act.mutate(String(form.get("note")))}
      onClose={onClose}
    >
      <Field name="note" label="Review" error={fieldError(act.error, "note")}>
        {(control) => <Textarea {...control} required maxLength={10_000} rows={5} />}
      </Field>
    </FormDialog>
  );
}
