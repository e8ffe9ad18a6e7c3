"use client";
import { createPool } from "@plumbline/contracts/quotas/platform";
import { PoolResource } from "@plumbline/contracts/quotas/pool";
import { Field } from "@plumbline/ui/field";
import { Input, Select } from "@plumbline/ui/input";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { fieldError } from "#src/shell/problem-text.ts";
import { numberOf, wordOf } from "./form-values.ts";
import { useChange } from "./use-change.ts";

const labels = { name: "Name", resource: "What it counts", flavour: "Flavour", capacity: "How many" };

/** A pool of the machine, beside those that the worker makes. */
export function NewPool({ onClose }: { onClose: () => void }) {
  const make = useChange(
    (api, form: FormData) =>
      api.call(createPool, {
        name: String(form.get("name")),
        resource: wordOf(form, "resource", PoolResource.options) ?? "gpu",
        flavour: String(form.get("flavour")),
        capacity: numberOf(form, "capacity"),
      }),
    onClose,
  );
  const { error } = make;
  return (
    <FormDialog
      title="New pool"
      description="Of the machine that Plumbline runs on. Pools of a cluster come with its flavours."
      action="Make pool"
      isBusy={make.isPending}
      error={error}
      labels={labels}
      onSubmit={(form) => make.mutate(form)}
      onClose={onClose}
    >
      <Field name="name" label={labels.name} error={fieldError(error, "name")} help="Lower-case letters, digits and hyphens.">
        {(control) => <Input {...control} required maxLength={63} autoComplete="off" />}
      </Field>
      <div className="grid grid-cols-2 gap-3.5">
        <Field name="resource" label={labels.resource} error={fieldError(error, "resource")}>
          {(control) => (
            <Select {...control}>
              <option value="gpu">GPUs</option>
              <option value="cpu">Cores</option>
            </Select>
          )}
        </Field>
        <Field name="capacity" label={labels.capacity} error={fieldError(error, "capacity")}>
          {(control) => <Input {...control} type="number" min={0} step="any" required />}
        </Field>
      </div>
      <Field name="flavour" label={labels.flavour} error={fieldError(error, "flavour")} help="As specs name it: h100, a100, cpu.">
        {(control) => <Input {...control} required maxLength={63} autoComplete="off" />}
      </Field>
    </FormDialog>
  );
}
