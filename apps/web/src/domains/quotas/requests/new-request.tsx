"use client";
import type { Overview } from "@plumbline/contracts/quotas/overview";
import { createQuotaRequest, previewQuotaRequest, type QuotaRequest } from "@plumbline/contracts/quotas/request";
import { Button } from "@plumbline/ui/button";
import { Field } from "@plumbline/ui/field";
import { Input, Select, Textarea } from "@plumbline/ui/input";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { useApi } from "#src/shell/api.tsx";
import { fieldError, problemText } from "#src/shell/problem-text.ts";
import { refreshQuotas } from "../queries.ts";
import { ClusterChanges } from "./cluster-changes.tsx";
import { EffectTiles } from "./effect-tiles.tsx";
import { wishOf } from "./wish.ts";

const labels = {
  ...{ pool: "Pool", amount: "How many more", from: "From", until: "Until", reason: "Reason" },
  ...{ borrowingLimit: "May borrow at most", lendingLimit: "Lends at most" },
};
const limits = ["borrowingLimit", "lendingLimit"] as const;

interface NewRequestProps {
  overview: Overview;
  /** The pool that somebody came for. */
  poolId: string | undefined;
  onDone: (request: QuotaRequest) => void;
  onClose: () => void;
}

/** Asks for another guarantee; what it would do to everybody's waits can be seen before it is sent. */
export function NewRequest({ overview, poolId, onDone, onClose }: NewRequestProps) {
  const api = useApi();
  const client = useQueryClient();
  const [flavour, setFlavour] = useState("");
  const preview = useMutation({ mutationFn: (form: FormData) => api.call(previewQuotaRequest, wishOf(form)) });
  const create = useMutation({
    mutationFn: (form: FormData) => api.call(createQuotaRequest, { ...wishOf(form), reason: String(form.get("reason")) }),
    onSuccess: async (request) => {
      await refreshQuotas(client, api);
      onDone(request);
    },
  });
  const error = create.error ?? preview.error;
  const look = (event: FormEvent<HTMLButtonElement>) => {
    const { form } = event.currentTarget;
    if (!form?.elements.namedItem("amount")) return;
    const data = new FormData(form);
    setFlavour(overview.pools.find(({ id }) => id === data.get("pool"))?.flavour ?? "");
    preview.mutate(data);
  };
  const givers = overview.workspaces.filter(({ isOwn, guaranteed }) => !isOwn && guaranteed > 0);
  return (
    <FormDialog
      title="Request a quota change"
      description="The platform team decides. What takes from another workspace's guarantee takes two of them."
      width="medium"
      action="Send request"
      isBusy={create.isPending}
      error={error}
      labels={labels}
      onSubmit={(form) => create.mutate(form)}
      onClose={onClose}
    >
      <div className="grid gap-3.5 sm:grid-cols-2">
        <Field name="pool" label={labels.pool} error={fieldError(error, "pool")}>
          {(control) => (
            <Select {...control} defaultValue={poolId ?? overview.pools[0]?.id}>
              {overview.pools.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field
          name="amount"
          label={labels.amount}
          error={fieldError(error, "amount")}
          help="Guaranteed; a negative number gives some back."
        >
          {(control) => <Input {...control} type="number" step="any" required defaultValue={1} />}
        </Field>
        <Field name="from" label={labels.from} error={fieldError(error, "from")}>
          {(control) => (
            <Select {...control} defaultValue="">
              <option value="">What is shared by all</option>
              {givers.map(({ workspace }) => (
                <option key={workspace} value={workspace}>
                  {workspace}'s guarantee
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field name="until" label={labels.until} error={fieldError(error, "until")} optional help="Empty: for good. It ends with that day.">
          {(control) => <Input {...control} type="date" />}
        </Field>
        {limits.map((name) => (
          <Field
            key={name}
            name={name}
            label={labels[name]}
            error={fieldError(error, name)}
            optional
            help="Empty: as it is. “none”: no limit."
          >
            {(control) => <Input {...control} inputMode="decimal" pattern="\\s*([0-9]+(\\.[0-9]+)?|[Nn]one)\\s*" autoComplete="off" />}
          </Field>
        ))}
      </div>
      <Field name="reason" label={labels.reason} error={fieldError(error, "reason")}>
        {(control) => <Textarea {...control} required maxLength={2000} rows={3} />}
      </Field>
      <div>
        <Button busy={preview.isPending} onClick={look}>
          Show what it would do
        </Button>
      </div>
      {preview.data && !preview.error && (
        <section aria-label="What it would do" className="overflow-hidden rounded-md border">
          {preview.data.problems.map(({ path, message }) => (
            <p key={path} className="px-3 py-2 text-bad">
              {message}
            </p>
          ))}
          <p className="px-3 py-2 text-ink-2">
            Replayed on the last {preview.data.effect.days} days; {preview.data.approvalsNeeded === 1 ? "one approval" : "two approvals"}{" "}
            needed.
          </p>
          <EffectTiles effect={preview.data.effect} flavour={flavour} />
          {preview.data.onCluster && <ClusterChanges onCluster={preview.data.onCluster} />}
        </section>
      )}
      {preview.error && <p className="text-bad text-small">{problemText(preview.error).detail}</p>}
    </FormDialog>
  );
}
