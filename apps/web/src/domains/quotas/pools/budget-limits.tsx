"use client";
import { type Budget, removeBudget, setBudget } from "@plumbline/contracts/quotas/budget";
import { Button } from "@plumbline/ui/button";
import { Field } from "@plumbline/ui/field";
import { formatMoney } from "@plumbline/ui/format/money";
import { Input } from "@plumbline/ui/input";
import { Panel, PanelRow } from "@plumbline/ui/panel";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { useApi } from "#src/shell/api.tsx";
import { fieldError } from "#src/shell/problem-text.ts";
import { budgetsQuery } from "../queries.ts";
import { limitOf } from "./form-values.ts";
import { useChange } from "./use-change.ts";

/** What each workspace may spend in a month. */
export function BudgetLimits({ workspaces, currency }: { workspaces: readonly string[]; currency: string | undefined }) {
  const { data } = useQuery(budgetsQuery(useApi()));
  const [asking, setAsking] = useState<string>();
  const budgetOf = (workspace: string) => data?.items.find((one) => one.workspace === workspace);
  return (
    <Panel title="Budgets" aside="in each month; past the hard limit new jobs are refused, and nothing is ended" flush>
      {workspaces.map((workspace) => (
        <PanelRow key={workspace}>
          <span className="min-w-0 flex-1 truncate font-medium">{workspace}</span>
          <span className="text-ink-2">{limitsText(budgetOf(workspace))}</span>
          <Button size="small" onClick={() => setAsking(workspace)}>
            Change<span className="sr-only"> budget of {workspace}</span>
          </Button>
        </PanelRow>
      ))}
      {asking !== undefined && (
        <BudgetForm workspace={asking} budget={budgetOf(asking)} currency={currency ?? "EUR"} onClose={() => setAsking(undefined)} />
      )}
    </Panel>
  );
}

function limitsText(budget: Budget | undefined): string {
  if (!budget || (budget.softLimit === null && budget.hardLimit === null)) return "no limit";
  const soft = budget.softLimit === null ? [] : [`warned at ${formatMoney(budget.softLimit, budget.currency)}`];
  const hard = budget.hardLimit === null ? [] : [`refused at ${formatMoney(budget.hardLimit, budget.currency)}`];
  return [...soft, ...hard].join(", ");
}

const labels = { softLimit: "Warn at", hardLimit: "Refuse at", currency: "Currency" };

interface BudgetFormProps {
  workspace: string;
  budget: Budget | undefined;
  currency: string;
  onClose: () => void;
}

/** Sets or lifts what a workspace may spend. */
export function BudgetForm({ workspace, budget, currency, onClose }: BudgetFormProps) {
  const used = budget?.currency ?? currency;
  const change = useChange((api, form: FormData) => {
    const limits = { softLimit: limitOf(form, "softLimit"), hardLimit: limitOf(form, "hardLimit") };
    const isLifted = limits.softLimit === null && limits.hardLimit === null;
    return isLifted
      ? api.call(removeBudget, { workspaceName: workspace })
      : api.call(setBudget, { workspaceName: workspace, ...limits, currency: String(form.get("currency")).toUpperCase() });
  }, onClose);
  const { error } = change;
  return (
    <FormDialog
      title={`Budget of ${workspace}`}
      description="In each month of UTC. Two empty limits lift the budget."
      action="Save budget"
      isBusy={change.isPending}
      error={error}
      labels={labels}
      onSubmit={(form) => change.mutate(form)}
      onClose={onClose}
    >
      <div className="grid gap-3.5 sm:grid-cols-[1fr_1fr_90px]">
        <Field name="softLimit" label={labels.softLimit} error={fieldError(error, "softLimit")}>
          {(control) => <Input {...control} type="number" min={0} step="any" defaultValue={budget?.softLimit ?? ""} />}
        </Field>
        <Field name="hardLimit" label={labels.hardLimit} error={fieldError(error, "hardLimit")}>
          {(control) => <Input {...control} type="number" min={0} step="any" defaultValue={budget?.hardLimit ?? ""} />}
        </Field>
        <Field name="currency" label={labels.currency} error={fieldError(error, "currency")}>
          {(control) => <Input {...control} required pattern="[A-Za-z]{3}" maxLength={3} defaultValue={used} autoComplete="off" />}
        </Field>
      </div>
    </FormDialog>
  );
}
