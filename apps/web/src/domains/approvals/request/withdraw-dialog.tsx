"use client";
import { withdrawRequest } from "@plumbline/contracts/approvals/request-acts";
import { Field } from "@plumbline/ui/field";
import { Textarea } from "@plumbline/ui/input";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { fieldError } from "#src/shell/problem-text.ts";
import { useRequestAct } from "./change.ts";
import { useRequest } from "./request-context.tsx";

export function WithdrawDialog({ onClose }: { onClose: () => void }) {
  const { number } = useRequest();
  const act = useRequestAct((api, reason: string) => api.call(withdrawRequest, { number, reason }), onClose);
  return (
    <FormDialog
      title="Withdraw this request"
      description="It ends undecided. Votes and discussion stay to be read; what was asked for can be asked for again."
      action="Withdraw request"
      isBusy={act.isPending}
      error={act.error}
      labels={{ reason: "Reason" }}
      onSubmit={(form) => act.mutate(String(form.get("reason")))}
      onClose={onClose}
    >
      <Field name="reason" label="Reason" error={fieldError(act.error, "reason")}>
        {(control) => <Textarea {...control} required maxLength={2000} rows={3} />}
      </Field>
    </FormDialog>
  );
}
