"use client";
import { type PoolSettings, updatePool } from "@plumbline/contracts/quotas/platform";
import { PoolState, PreemptionPolicy, QueueingStrategy, ReclaimPolicy } from "@plumbline/contracts/quotas/pool";
import { Field } from "@plumbline/ui/field";
import { Input, Select } from "@plumbline/ui/input";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { fieldError } from "#src/shell/problem-text.ts";
import { limitOf, nullable, numberOf, wordOf } from "./form-values.ts";
import { useChange } from "./use-change.ts";

const labels = {
  capacity: "Capacity",
  shared: "Shared by all",
  cohort: "Cohort",
  state: "State",
  stateReason: "Why",
  strategy: "When the first does not fit",
  reclaim: "Owners take back",
  preemption: "Within a workspace",
};

const stateWords = { open: "Open", held: "Held: nothing new starts", draining: "Draining: what runs is ended, too" };
const strategyWords = { "best-effort-fifo": "others may pass, for 30 minutes at most", "strict-fifo": "all behind it wait" };
const reclaimWords = { any: "anything that was lent", "lower-priority": "only what has a lower priority", never: "nothing; they wait" };
const preemptionWords = {
  "lower-priority": "a higher priority takes the place of a lower one",
  "lower-or-newer-equal": "also of a newer one of the same priority",
  never: "nothing is ended for another",
};

/** The rules of a pool that is admitted to from here. */
export function PoolForm({ pool, onClose }: { pool: PoolSettings; onClose: () => void }) {
  const change = useChange(
    (api, form: FormData) =>
      api.call(updatePool, {
        pool: pool.id,
        ...(pool.isCapacitySetHere ? { capacity: numberOf(form, "capacity") } : {}),
        shared: limitOf(form, "shared"),
        cohort: nullable(form, "cohort"),
        state: wordOf(form, "state", PoolState.options),
        stateReason: nullable(form, "stateReason") ?? undefined,
        strategy: wordOf(form, "strategy", QueueingStrategy.options),
        reclaim: wordOf(form, "reclaim", ReclaimPolicy.options),
        preemption: wordOf(form, "preemption", PreemptionPolicy.options),
      }),
    onClose,
  );
  const { error } = change;
  const choice = (name: "state" | "strategy" | "reclaim" | "preemption", words: Readonly<Record<string, string>>) => (
    <Field name={name} label={labels[name]} error={fieldError(error, name)}>
      {(control) => (
        <Select {...control} defaultValue={pool[name]}>
          {Object.entries(words).map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
  return (
    <FormDialog
      title={`Rules of ${pool.name}`}
      width="medium"
      action="Save rules"
      isBusy={change.isPending}
      error={error}
      labels={labels}
      onSubmit={(form) => change.mutate(form)}
      onClose={onClose}
    >
      <div className="grid gap-3.5 sm:grid-cols-2">
        {choice("state", stateWords)}
        <Field
          name="stateReason"
          label={labels.stateReason}
          optional
          error={fieldError(error, "stateReason")}
          help="Shown to everybody who waits."
        >
          {(control) => <Input {...control} maxLength={300} defaultValue={pool.stateReason ?? ""} />}
        </Field>
        {pool.isCapacitySetHere && (
          <Field name="capacity" label={labels.capacity} error={fieldError(error, "capacity")}>
            {(control) => <Input {...control} type="number" min={0} step="any" required defaultValue={pool.capacity} />}
          </Field>
        )}
        <Field
          name="shared"
          label={labels.shared}
          optional
          error={fieldError(error, "shared")}
          help="Empty: all that nobody is guaranteed may be borrowed."
        >
          {(control) => <Input {...control} type="number" min={0} step="any" defaultValue={pool.shared ?? ""} />}
        </Field>
        {choice("strategy", strategyWords)}
        {choice("reclaim", reclaimWords)}
        {choice("preemption", preemptionWords)}
        <Field
          name="cohort"
          label={labels.cohort}
          optional
          error={fieldError(error, "cohort")}
          help="Pools of one cohort are weighed together when something is taken back."
        >
          {(control) => <Input {...control} maxLength={63} defaultValue={pool.cohort ?? ""} autoComplete="off" />}
        </Field>
      </div>
    </FormDialog>
  );
}
