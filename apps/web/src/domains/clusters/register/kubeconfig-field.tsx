import { Field } from "@plumbline/ui/field";
import { Textarea } from "@plumbline/ui/input";

export function KubeconfigField({ error, onChange }: { error: string | undefined; onChange: () => void }) {
  return (
    <Field
      name="kubeconfig"
      label="Kubeconfig"
      error={error}
      help="With its certificates and its token inside, as kubectl config view --raw --flatten prints it. It is sealed as it comes in and shown to nobody again."
    >
      {(control) => (
        <Textarea
          {...control}
          required
          rows={8}
          maxLength={524_288}
          onChange={onChange}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          placeholder="apiVersion: v1&#10;kind: Config&#10;…"
          className="code"
        />
      )}
    </Field>
  );
}
