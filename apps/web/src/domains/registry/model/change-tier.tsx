"use client";
import type { RiskTier } from "@plumbline/contracts/approvals/stage";
import { changeTier, type RegisteredModel } from "@plumbline/contracts/registry/model";
import { Field } from "@plumbline/ui/field";
import { Textarea } from "@plumbline/ui/input";
import { useState } from "react";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { fieldError } from "#src/shell/problem-text.ts";
import { TierChoice } from "../intake/tier-choice.tsx";
import { useGovernedNotice, useModelChange } from "../model-change.ts";
import { isRaise } from "../tiers.tsx";

/** Sets the tier, and says beforehand whether that holds at once or is a request. */
export function ChangeTier({ model, onClose }: { model: RegisteredModel; onClose: () => void }) {
  const [tier, setTier] = useState<RiskTier | "">(model.tier ?? "");
  const notice = useGovernedNotice();
  const change = useModelChange((api, input: { tier: RiskTier; reason: string }) => api.call(changeTier, { model: model.name, ...input }), {
    onDone: (outcome, input) => {
      onClose();
      notice(outcome, `Tier ${input.tier} of ${model.name}`);
    },
  });
  const isSame = tier === "" || tier === model.tier;
  const isLower = tier !== "" && !isSame && !isRaise(model.tier, tier);
  return (
    <FormDialog
      title={`Tier of ${model.name}`}
      width="medium"
      action={isLower ? `Request tier ${tier}` : "Set tier"}
      isBusy={change.isPending}
      error={change.error}
      labels={{ tier: "Tier", reason: "Why" }}
      denied={isSame ? "Choose another tier" : undefined}
      onSubmit={(form) => tier !== "" && change.mutate({ tier, reason: String(form.get("reason")) })}
      onClose={onClose}
    >
      <TierChoice label="How much harm can it do?" value={tier} onChange={setTier} error={fieldError(change.error, "tier")} />
      {isLower && (
        <p role="status" className="rounded-md bg-warn-soft px-3 py-2 text-warn">
          {tier} is below {model.tier}: this opens a request, and the tier stays {model.tier} until somebody else has decided it.
        </p>
      )}
      <Field name="reason" label="Why" help="It stays in the record beside the tier." error={fieldError(change.error, "reason")}>
        {(control) => <Textarea {...control} rows={3} required maxLength={2000} />}
      </Field>
    </FormDialog>
  );
}
