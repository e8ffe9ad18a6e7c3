"use client";
import { withdrawPolicy } from "@plumbline/contracts/approvals/policy";
import { Field } from "@plumbline/ui/field";
import { Textarea } from "@plumbline/ui/input";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { fieldError } from "#src/shell/problem-text.ts";

export function WithdrawPolicy({ name, onClose }: { name: string; onClose: () => void }) {
  const api = useApi();
  const client = useQueryClient();
  const router = useRouter();
  const act = useMutation({
    mutationFn: (reason: string) => api.call(withdrawPolicy, { policy: name, reason }),
    onSuccess: async ({ requestNumber }) => {
      await Promise.all(["policies", "policy", "requests"].map((key) => client.invalidateQueries({ queryKey: [api.workspace, key] })));
      router.push(paths.request(api.workspace, requestNumber));
    },
  });
  return (
    <FormDialog
      title={`Take ${name} out of force`}
      description="It is asked for and decided like a publication. Its versions stay to be read; what is live stays live."
      action="Ask to withdraw"
      isBusy={act.isPending}
      error={act.error}
      labels={{ reason: "Reason" }}
      onSubmit={(form) => act.mutate(String(form.get("reason")))}
      onClose={onClose}
    >
      <Field name="reason" label="Reason" error={fieldError(act.error, "reason")}>
        {(control) => <Textarea {...control} required maxLength={2000} rows={3} />}
      </Field>
    </FormDialog>
  );
}
