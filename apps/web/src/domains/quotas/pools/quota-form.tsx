"use client";
import { type PoolSettings, previewQuota, removeQuota, setQuota } from "@plumbline/contracts/quotas/platform";
import { Button } from "@plumbline/ui/button";
import { Field } from "@plumbline/ui/field";
import { Input, Select } from "@plumbline/ui/input";
import { useMutation } from "@tanstack/react-query";
import type { MouseEvent } from "react";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { useApi } from "#src/shell/api.tsx";
import { fieldError, problemText } from "#src/shell/problem-text.ts";
import { EffectTiles } from "../requests/effect-tiles.tsx";
import { limitOf, numberOf } from "./form-values.ts";
import { useChange } from "./use-change.ts";

const labels = { workspaceName: "Workspace", nominal: "Guaranteed", borrowingLimit: "May borrow", lendingLimit: "Lends", weight: "Weight" };

export interface QuotaWish {
  /** Of which one can be chosen. */
  workspaces: readonly string[];
  /** What there is now. */
  quota: PoolSettings["quotas"][number] | undefined;
}

const termsOf = (form: FormData) => ({
  workspaceName: String(form.get("workspaceName")),
  nominal: numberOf(form, "nominal"),
  borrowingLimit: limitOf(form, "borrowingLimit"),
  lendingLimit: limitOf(form, "lendingLimit"),
  weight: numberOf(form, "weight"),
});

/** What a workspace is given of a pool; what that would have done can be seen before it is saved. */
export function QuotaForm({ pool, wish, onClose }: { pool: PoolSettings; wish: QuotaWish; onClose: () => void }) {
  const api = useApi();
  const { quota, workspaces } = wish;
  const change = useChange((to, form: FormData) => to.call(setQuota, { pool: pool.id, ...termsOf(form) }), onClose);
  const remove = useChange((to, workspaceName: string) => to.call(removeQuota, { pool: pool.id, workspaceName }), onClose);
  const preview = useMutation({ mutationFn: (form: FormData) => api.call(previewQuota, { pool: pool.id, ...termsOf(form) }) });
  const error = change.error ?? remove.error ?? preview.error;
  const look = ({ currentTarget: { form } }: MouseEvent<HTMLButtonElement>) => form && preview.mutate(new FormData(form));
  const number = (name: "nominal" | "borrowingLimit" | "lendingLimit" | "weight", value: number | null | undefined, help: string) => (
    <Field name={name} label={labels[name]} error={fieldError(error, name)} help={help}>
      {(control) => (
        <Input
          {...control}
          type="number"
          min={0}
          step="any"
          required={name === "nominal" || name === "weight"}
          defaultValue={value ?? ""}
        />
      )}
    </Field>
  );
  return (
    <FormDialog
      title={quota ? `Quota of ${quota.workspace} in ${pool.name}` : `New quota in ${pool.name}`}
      width="medium"
      action="Save quota"
      isBusy={change.isPending}
      error={error}
      labels={labels}
      onSubmit={(form) => change.mutate(form)}
      onClose={onClose}
    >
      {quota ? (
        <input type="hidden" name="workspaceName" value={quota.workspace} />
      ) : (
        <Field name="workspaceName" label={labels.workspaceName} error={fieldError(error, "workspaceName")}>
          {(control) => (
            <Select {...control}>
              {workspaces.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      <div className="grid gap-3.5 sm:grid-cols-2">
        {number("nominal", quota?.nominal ?? 0, "Always there for it; lent while it does not use it.")}
        {number("borrowingLimit", quota?.borrowingLimit, "Beyond its guarantee. Empty: without limit.")}
        {number("lendingLimit", quota?.lendingLimit, "Of its guarantee, to others. Empty: all.")}
        {number("weight", quota?.weight ?? 1, "Twice the weight, half the share. 0 gives back first.")}
      </div>
      <div className="flex flex-wrap gap-2">
        <Button busy={preview.isPending} onClick={look}>
          Show what it would do
        </Button>
        {quota && (
          <Button tone="danger" busy={remove.isPending} onClick={() => remove.mutate(quota.workspace)}>
            Take away
          </Button>
        )}
      </div>
      {preview.data && (
        <section aria-label="What it would do" className="overflow-hidden rounded-md border">
          {preview.data.problems.map(({ path, message }) => (
            <p key={path} className="px-3 py-2 text-bad">
              {message}
            </p>
          ))}
          <EffectTiles effect={preview.data.effect} flavour={pool.flavour} />
        </section>
      )}
      {preview.error && <p className="text-bad text-small">{problemText(preview.error).detail}</p>}
    </FormDialog>
  );
}
