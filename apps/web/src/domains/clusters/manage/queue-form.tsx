"use client";
import { type ClusterQueue, changeQueue, type QuotaLine, StopPolicy } from "@plumbline/contracts/clusters/management";
import { Field } from "@plumbline/ui/field";
import { Input, Select } from "@plumbline/ui/input";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { fieldError } from "#src/shell/problem-text.ts";
import { useChange } from "../use-change.ts";

const labels = { stopPolicy: "New work", weight: "Weight" };
const stopWords: Readonly<Record<StopPolicy, string>> = {
  none: "starts as quota allows",
  hold: "is held: nothing new starts",
  "hold-and-drain": "is held, and what runs is ended",
};

/** What a queue that was handed over is to be; the worker writes it. */
export function QueueForm({ cluster, queue, onClose }: { cluster: string; queue: ClusterQueue; onClose: () => void }) {
  const { wish } = queue;
  const change = useChange(
    (api, form: FormData) => api.call(changeQueue, { cluster, queue: queue.name, ...wishOf(form, wish.lines) }),
    onClose,
  );
  return (
    <FormDialog
      title={`Change ${queue.name}`}
      description="It is written to the cluster, and kept with what was there before."
      width="wide"
      action="Write to the cluster"
      isBusy={change.isPending}
      error={change.error}
      labels={labels}
      onSubmit={(form) => change.mutate(form)}
      onClose={onClose}
    >
      {wish.lines.map((line, at) => (
        <Line key={`${line.flavour}/${line.resource}`} line={line} at={at} error={change.error} />
      ))}
      <div className="grid gap-3.5 sm:grid-cols-2">
        <Field name="stopPolicy" label={labels.stopPolicy} error={fieldError(change.error, "stopPolicy")}>
          {(control) => (
            <Select {...control} defaultValue={wish.stopPolicy}>
              {StopPolicy.options.map((policy) => (
                <option key={policy} value={policy}>
                  {stopWords[policy]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field
          name="weight"
          label={labels.weight}
          error={fieldError(change.error, "weight")}
          help="Counts where fair sharing is on. 0 gives back first."
        >
          {(control) => <Input {...control} type="number" min={0} step="any" required defaultValue={wish.weight} />}
        </Field>
      </div>
    </FormDialog>
  );
}

function Line({ line, at, error }: { line: QuotaLine; at: number; error: unknown }) {
  const number = (field: "nominal" | "borrowingLimit" | "lendingLimit", label: string, help: string) => (
    <Field name={`${at}.${field}`} label={label} help={help} error={fieldError(error, `lines.${at}.${field}`)}>
      {(control) => <Input {...control} type="number" min={0} step="any" required={field === "nominal"} defaultValue={line[field] ?? ""} />}
    </Field>
  );
  return (
    <fieldset className="grid gap-3.5 sm:grid-cols-3">
      <legend className="mb-1 font-semibold">
        {line.resource} of {line.flavour}
      </legend>
      {number("nominal", "Guaranteed", "Lent while it is not used.")}
      {number("borrowingLimit", "May borrow", "Empty: without limit.")}
      {number("lendingLimit", "Lends", "Empty: all.")}
    </fieldset>
  );
}

function wishOf(form: FormData, lines: readonly QuotaLine[]) {
  const text = (name: string): string => String(form.get(name) ?? "").trim();
  const limit = (name: string): number | null => (text(name) === "" ? null : Number(text(name)));
  return {
    stopPolicy: StopPolicy.parse(text("stopPolicy")),
    weight: Number(text("weight")),
    lines: lines.map(({ flavour, resource }, at) => ({
      flavour,
      resource,
      nominal: Number(text(`${at}.nominal`)),
      borrowingLimit: limit(`${at}.borrowingLimit`),
      lendingLimit: limit(`${at}.lendingLimit`),
    })),
  };
}
