"use client";
import { type PoolSettings, setRate } from "@plumbline/contracts/quotas/platform";
import { Field } from "@plumbline/ui/field";
import { formatMoney } from "@plumbline/ui/format/money";
import { Input } from "@plumbline/ui/input";
import { Time } from "@plumbline/ui/time";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { fieldError } from "#src/shell/problem-text.ts";
import { unitWords } from "../words.ts";
import { numberOf } from "./form-values.ts";
import { useChange } from "./use-change.ts";

const labels = { perUnitHour: "Rate", currency: "Currency" };
const shownRates = 5;

/** What an hour costs from now on. */
export function RateForm({ pool, onClose }: { pool: PoolSettings; onClose: () => void }) {
  const change = useChange(
    (api, form: FormData) =>
      api.call(setRate, {
        pool: pool.id,
        perUnitHour: numberOf(form, "perUnitHour"),
        currency: String(form.get("currency")).toUpperCase(),
      }),
    onClose,
  );
  const { error } = change;
  return (
    <FormDialog
      title={`Rate of ${pool.name}`}
      description="From now on. What was held before keeps the rate of its time."
      action="Set rate"
      isBusy={change.isPending}
      error={error}
      labels={labels}
      onSubmit={(form) => change.mutate(form)}
      onClose={onClose}
    >
      <div className="grid grid-cols-[minmax(0,1fr)_110px] gap-3.5">
        <Field name="perUnitHour" label={`One ${unitWords[pool.resource].one} for an hour`} error={fieldError(error, "perUnitHour")}>
          {(control) => <Input {...control} type="number" min={0} step="any" required defaultValue={pool.rate?.perUnitHour} />}
        </Field>
        <Field name="currency" label={labels.currency} error={fieldError(error, "currency")}>
          {(control) => (
            <Input
              {...control}
              required
              pattern="[A-Za-z]{3}"
              maxLength={3}
              defaultValue={pool.rate?.currency ?? "EUR"}
              autoComplete="off"
            />
          )}
        </Field>
      </div>
      {pool.rates.length > 0 && (
        <ul aria-label="Rates so far" className="text-ink-2 text-small">
          {pool.rates.slice(0, shownRates).map((rate) => (
            <li key={rate.from}>
              {formatMoney(rate.perUnitHour, rate.currency)} since <Time at={Date.parse(rate.from)} style="moment" />
            </li>
          ))}
        </ul>
      )}
    </FormDialog>
  );
}
