"use client";
import { decideQuotaRequest, type OnCluster, type QuotaRequest } from "@plumbline/contracts/quotas/request";
import { Field } from "@plumbline/ui/field";
import { Textarea } from "@plumbline/ui/input";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { useApi } from "#src/shell/api.tsx";
import { fieldError } from "#src/shell/problem-text.ts";
import { refreshQuotas } from "../queries.ts";
import { requestTitle } from "../words.ts";

/** Approves or rejects, with the reason that stays. */
export function DecideDialog({ request, choice, onClose }: { request: QuotaRequest; choice: "approve" | "reject"; onClose: () => void }) {
  const api = useApi();
  const client = useQueryClient();
  const decide = useMutation({
    mutationFn: (reason: string) => api.call(decideQuotaRequest, { request: request.id, choice, reason }),
    onSuccess: async () => {
      await refreshQuotas(client, api);
      onClose();
    },
  });
  const given = request.votes.filter((vote) => vote.choice === "approve").length;
  const isLast = choice === "reject" || given + 1 >= request.approvalsNeeded;
  const effect = effectText({ choice, isLast, onCluster: request.onCluster });
  return (
    <FormDialog
      title={`${choice === "approve" ? "Approve" : "Reject"} QR-${request.number}`}
      description={`${requestTitle(request)}. ${effect}`}
      action={choice === "approve" ? "Approve" : "Reject"}
      tone={choice === "approve" ? "primary" : "destroy"}
      isBusy={decide.isPending}
      error={decide.error}
      labels={{ reason: "Reason" }}
      onSubmit={(form) => decide.mutate(String(form.get("reason")))}
      onClose={onClose}
    >
      <Field name="reason" label="Reason" error={fieldError(decide.error, "reason")} help="Whoever asked reads it.">
        {(control) => <Textarea {...control} required maxLength={2000} rows={3} />}
      </Field>
    </FormDialog>
  );
}

/** What a decision brings about. */
function effectText({ choice, isLast, onCluster }: { choice: "approve" | "reject"; isLast: boolean; onCluster: OnCluster | null }): string {
  if (choice === "reject") return "It is then decided.";
  if (!isLast) return "Another of the platform team must approve, too.";
  if (!onCluster) return "It holds at once.";
  return onCluster.isHandedOver
    ? `It is then written to the cluster ${onCluster.cluster}.`
    : `It then waits for the owner of the cluster ${onCluster.cluster}, who applies its patch.`;
}
