"use client";
import { importAddressMax, startImport } from "@plumbline/contracts/imports";
import { Field } from "@plumbline/ui/field";
import { Input, Textarea } from "@plumbline/ui/input";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { fieldError } from "#src/shell/problem-text.ts";
import { SignInFields, signInOf } from "./sign-in-fields.tsx";

/** Asks for a server, and looks what is there before anything is brought. */
export function ImportForm({ address, onClose }: { address: string; onClose: () => void }) {
  const api = useApi();
  const client = useQueryClient();
  const router = useRouter();
  const start = useMutation({
    mutationFn: (form: FormData) => {
      const experiments = String(form.get("experiments") ?? "")
        .split("\n")
        .map((name) => name.trim())
        .filter((name) => name !== "");
      const given = { address: String(form.get("address")), signIn: signInOf(form), isPreview: true };
      return api.call(startImport, { ...given, ...(experiments.length > 0 ? { experiments } : {}) });
    },
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: [api.workspace, "imports"] });
      router.push(paths.import(api.workspace, id));
    },
  });
  return (
    <FormDialog
      title="Bring your MLflow"
      description="Run ids stay the same, so links and scripts go on working. The server is only read; first it is counted what is there."
      action="Count what is there"
      isBusy={start.isPending}
      error={start.error}
      labels={{ address: "Address", experiments: "Experiments", user: "User", password: "Password", token: "Token" }}
      onSubmit={(form) => start.mutate(form)}
      onClose={onClose}
    >
      <Field name="address" label="Address of your server" error={fieldError(start.error, "address")} help="As in MLFLOW_TRACKING_URI.">
        {(control) => (
          <Input
            {...control}
            required
            type="url"
            maxLength={importAddressMax}
            defaultValue={address}
            placeholder="https://mlflow.example.org:5000"
            className="code"
            autoComplete="off"
            spellCheck={false}
          />
        )}
      </Field>
      <SignInFields />
      <Field
        name="experiments"
        label="Experiments"
        optional
        error={fieldError(start.error, "experiments")}
        help="A name a line. Left empty, all of them come, and the registered models with them."
      >
        {(control) => <Textarea {...control} rows={2} spellCheck={false} autoComplete="off" />}
      </Field>
    </FormDialog>
  );
}
