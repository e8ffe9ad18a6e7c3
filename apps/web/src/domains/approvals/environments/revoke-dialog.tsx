"use client";
import { type Authorisation, revokeAuthorisation } from "@plumbline/contracts/approvals/environment";
import { Field } from "@plumbline/ui/field";
import { Textarea } from "@plumbline/ui/input";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { useApi } from "#src/shell/api.tsx";
import { fieldError } from "#src/shell/problem-text.ts";
import { subjectName } from "../subject.ts";

/** Takes something out of an environment at once. */
export function RevokeDialog({ authorisation, onClose }: { authorisation: Authorisation; onClose: () => void }) {
  const api = useApi();
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: (reason: string) => api.call(revokeAuthorisation, { authorisationId: authorisation.id, reason }),
    onSuccess: async () => {
      await Promise.all(["authorisations", "environments"].map((key) => client.invalidateQueries({ queryKey: [api.workspace, key] })));
      onClose();
    },
  });
  return (
    <FormDialog
      title={`Take ${subjectName(authorisation.subject)} out of ${authorisation.environment}`}
      description="It ends at once and needs no vote. To act here again it has to be asked for again. The version keeps its stage."
      action="Revoke"
      tone="destroy"
      isBusy={revoke.isPending}
      error={revoke.error}
      labels={{ reason: "Reason" }}
      onSubmit={(form) => revoke.mutate(String(form.get("reason")))}
      onClose={onClose}
    >
      <Field name="reason" label="Reason" error={fieldError(revoke.error, "reason")}>
        {(control) => <Textarea {...control} required maxLength={2000} rows={3} />}
      </Field>
    </FormDialog>
  );
}
