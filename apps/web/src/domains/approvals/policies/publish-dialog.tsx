"use client";
import { type PolicyPlan, publishPolicy } from "@plumbline/contracts/approvals/policy";
import { Field } from "@plumbline/ui/field";
import { countText } from "@plumbline/ui/format/number";
import { Textarea } from "@plumbline/ui/input";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { fieldError } from "#src/shell/problem-text.ts";

interface Props {
  name: string;
  source: string;
  plan: PolicyPlan | undefined;
  onClose: () => void;
}

/** Asks for the publication of a text. */
export function PublishDialog({ name, source, plan, onClose }: Props) {
  const api = useApi();
  const client = useQueryClient();
  const router = useRouter();
  const publish = useMutation({
    mutationFn: (reason: string) => api.call(publishPolicy, { policy: name, source, reason }),
    onSuccess: async ({ requestNumber }) => {
      router.push(paths.request(api.workspace, requestNumber));
      await Promise.all(["policies", "policy", "requests"].map((key) => client.invalidateQueries({ queryKey: [api.workspace, key] })));
    },
  });
  return (
    <FormDialog
      title={`Ask to publish ${name}`}
      description={plan?.approval ?? "The policies in force say who has to approve it."}
      action="Ask to publish"
      isBusy={publish.isPending}
      error={publish.error}
      labels={{ reason: "Reason", source: "Text" }}
      onSubmit={(form) => publish.mutate(String(form.get("reason")))}
      onClose={onClose}
    >
      {plan && plan.affectedRequests.length > 0 && (
        <p className="text-ink-2">
          It changes the clauses of {countText(plan.affectedRequests.length, "open request")} (
          {plan.affectedRequests.map(({ number }) => number).join(", ")}) and voids{" "}
          {countText(
            plan.affectedRequests.reduce((sum, { voidsVotes }) => sum + voidsVotes, 0),
            "vote",
          )}
          .
        </p>
      )}
      <Field name="reason" label="Reason" error={fieldError(publish.error, "reason")} help="What it is for, for those who approve it.">
        {(control) => <Textarea {...control} required maxLength={2000} rows={3} />}
      </Field>
    </FormDialog>
  );
}
