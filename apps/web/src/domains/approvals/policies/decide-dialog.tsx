"use client";
import { decideOrganisationPolicy, type OrganisationProposal } from "@plumbline/contracts/approvals/policy";
import { Field } from "@plumbline/ui/field";
import { Textarea } from "@plumbline/ui/input";
import { Segments } from "@plumbline/ui/tabs";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { useApi } from "#src/shell/api.tsx";
import { fieldError } from "#src/shell/problem-text.ts";

const choices = [
  { value: "approve", label: "Approve" },
  { value: "reject", label: "Reject" },
] as const;

export function DecideDialog({ proposal, onClose }: { proposal: OrganisationProposal; onClose: () => void }) {
  const api = useApi();
  const client = useQueryClient();
  const [choice, setChoice] = useState<(typeof choices)[number]["value"]>("approve");
  const decide = useMutation({
    mutationFn: (reason: string) => api.call(decideOrganisationPolicy, { proposalId: proposal.id, choice, reason }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: [api.workspace, "policies"] });
      onClose();
    },
  });
  return (
    <FormDialog
      title={`Decide on ${proposal.name}`}
      description="Once approved it holds in every workspace, for every request that is not decided yet."
      action={choice === "approve" ? "Approve" : "Reject"}
      isBusy={decide.isPending}
      error={decide.error}
      labels={{ reason: "Reason" }}
      onSubmit={(form) => decide.mutate(String(form.get("reason")))}
      onClose={onClose}
    >
      <Segments label="Decision" value={choice} onChange={setChoice} options={choices} />
      <Field name="reason" label="Reason" error={fieldError(decide.error, "reason")}>
        {(control) => <Textarea {...control} required maxLength={2000} rows={3} />}
      </Field>
    </FormDialog>
  );
}
