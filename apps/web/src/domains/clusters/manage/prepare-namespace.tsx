"use client";
import { type PlannedManifest, prepareNamespace, previewNamespace } from "@plumbline/contracts/clusters/management";
import { CodeBlock } from "@plumbline/ui/code-block";
import { Field } from "@plumbline/ui/field";
import { Input, Select } from "@plumbline/ui/input";
import { useMutation } from "@tanstack/react-query";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { useApi } from "#src/shell/api.tsx";
import { fieldError } from "#src/shell/problem-text.ts";
import { useChange } from "../use-change.ts";
import type { Management } from "./queues-panel.tsx";

const labels = { workspace: "Workspace", namespace: "Namespace", queue: "Queue" };

/** Makes a namespace ready for a workspace's jobs: what would be written is shown first, and written when that was seen. */
export function PrepareNamespace({ cluster, management, onClose }: { cluster: string; management: Management; onClose: () => void }) {
  const api = useApi();
  const preview = useMutation({ mutationFn: (given: Wish) => api.call(previewNamespace, given) });
  const prepare = useChange((to, given: Wish) => to.call(prepareNamespace, given), onClose);
  const error = prepare.error ?? preview.error;
  const seen = preview.data ? preview.variables : undefined;
  const submit = (form: FormData) => {
    const wish = wishOf(cluster, form);
    if (seen && JSON.stringify(seen) === JSON.stringify(wish)) prepare.mutate(wish);
    else preview.mutate(wish);
  };
  return (
    <FormDialog
      title="Prepare a namespace"
      description="First you see every object that would be written; nothing is written before you say so."
      width="wide"
      action={seen ? "Write these objects" : "Show what would be written"}
      isBusy={preview.isPending || prepare.isPending}
      error={error}
      labels={labels}
      onSubmit={submit}
      onClose={onClose}
    >
      <div className="grid gap-3.5 sm:grid-cols-3" onChange={() => preview.reset()}>
        <Choice name="workspace" error={error} options={management.workspaces} />
        <Field name="namespace" label={labels.namespace} error={fieldError(error, "namespace")}>
          {(control) => <Input {...control} required autoComplete="off" spellCheck={false} placeholder="fraud-jobs" />}
        </Field>
        {management.queues.length > 0 && <Choice name="queue" error={error} options={management.queues.map(({ name }) => name)} />}
      </div>
      {preview.data?.warnings.map((warning) => (
        <p key={warning} role="alert" className="rounded-md bg-warn-soft px-3 py-2 text-warn">
          {warning}
        </p>
      ))}
      {preview.data && <Manifests manifests={preview.data.manifests} />}
    </FormDialog>
  );
}

function Choice({ name, options, error }: { name: "workspace" | "queue"; options: readonly string[]; error: unknown }) {
  return (
    <Field name={name} label={labels[name]} error={fieldError(error, name)}>
      {(control) => (
        <Select {...control}>
          {options.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </Select>
      )}
    </Field>
  );
}

function Manifests({ manifests }: { manifests: readonly PlannedManifest[] }) {
  return (
    <ul className="grid gap-2">
      {manifests.map(({ kind, name, what, yaml }) => (
        <li key={`${kind}/${name}`}>
          <details className="rounded-md border">
            <summary className="cursor-pointer px-3 py-1.5">
              <span className="font-medium">
                {kind} {name}
              </span>{" "}
              <span className="text-ink-2">{what}</span>
            </summary>
            <CodeBlock code={yaml} language="yaml" label={`${kind} ${name}`} wrap />
          </details>
        </li>
      ))}
    </ul>
  );
}

interface Wish {
  cluster: string;
  workspace: string;
  namespace: string;
  queue?: string;
}

function wishOf(cluster: string, form: FormData): Wish {
  const queue = form.get("queue");
  const named = queue === null ? {} : { queue: String(queue) };
  return { cluster, workspace: String(form.get("workspace")), namespace: String(form.get("namespace")).trim(), ...named };
}
