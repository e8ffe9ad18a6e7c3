"use client";
import { askForBudget, type Budget } from "@plumbline/contracts/quotas/budget";
import { Button } from "@plumbline/ui/button";
import { Dialog } from "@plumbline/ui/dialog";
import { Field } from "@plumbline/ui/field";
import { formatMoney } from "@plumbline/ui/format/money";
import { Input, Textarea } from "@plumbline/ui/input";
import { useMutation, useQuery } from "@tanstack/react-query";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { useApi } from "#src/shell/api.tsx";
import { fieldError } from "#src/shell/problem-text.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { BudgetForm } from "../pools/budget-limits.tsx";
import { budgetsQuery } from "../queries.ts";

/** What the link `?request=budget` opens: who sets budgets sets it, everybody else asks them. */
export function BudgetRequest({ onClose }: { onClose: () => void }) {
  const { workspace, can } = useViewer();
  const { data } = useQuery(budgetsQuery(useApi()));
  if (!data) return null;
  const budget = data.items.find(({ isOwn }) => isOwn);
  if (can("platform:compute")) {
    return <BudgetForm workspace={workspace} budget={budget} currency={data.items[0]?.currency ?? "EUR"} onClose={onClose} />;
  }
  return <Ask budget={budget} onClose={onClose} />;
}

const labels = { hardLimit: "Refuse new jobs at", reason: "Reason" };

function Ask({ budget, onClose }: { budget: Budget | undefined; onClose: () => void }) {
  const api = useApi();
  const ask = useMutation({
    mutationFn: (form: FormData) =>
      api.call(askForBudget, { hardLimit: Number(form.get("hardLimit")), reason: String(form.get("reason")) }),
  });
  const { error } = ask;
  if (ask.isSuccess) {
    return (
      <Dialog
        title="The platform team was told"
        description="Nothing has changed until they set another budget: this page shows it then."
        open
        onOpenChange={onClose}
      >
        <div className="flex justify-end pb-3">
          <Button onClick={onClose}>Close</Button>
        </div>
      </Dialog>
    );
  }
  return (
    <FormDialog
      title="Ask for a larger budget"
      description={`${standing(budget)} The platform team is told, and sets it or does not.`}
      action="Ask"
      isBusy={ask.isPending}
      error={error}
      labels={labels}
      onSubmit={(form) => ask.mutate(form)}
      onClose={onClose}
    >
      <Field
        name="hardLimit"
        label={labels.hardLimit}
        error={fieldError(error, "hardLimit")}
        help={`In each month of UTC${budget ? `, in ${budget.currency}` : ""}.`}
      >
        {(control) => <Input {...control} type="number" min={0} step="any" required defaultValue={budget?.hardLimit ?? ""} />}
      </Field>
      <Field name="reason" label={labels.reason} error={fieldError(error, "reason")}>
        {(control) => <Textarea {...control} required maxLength={2000} rows={3} />}
      </Field>
    </FormDialog>
  );
}

function standing(budget: Budget | undefined): string {
  if (!budget || budget.hardLimit === null) return "New jobs of this workspace are refused at no limit.";
  const { spent, reserved, hardLimit, currency } = budget;
  return `${formatMoney(spent, currency)} of ${formatMoney(hardLimit, currency)} are spent this month, and ${formatMoney(reserved, currency)} reserved.`;
}
