"use client";
import { createToken, type ServiceAccount } from "@plumbline/contracts/access/token";
import type { Scope } from "@plumbline/contracts/permissions";
import { Button } from "@plumbline/ui/button";
import { CodeBlock } from "@plumbline/ui/code-block";
import { Dialog } from "@plumbline/ui/dialog";
import { Field, FormErrors } from "@plumbline/ui/field";
import { Input, Select } from "@plumbline/ui/input";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useApi } from "#src/shell/api.tsx";
import { fieldError, formProblem } from "#src/shell/problem-text.ts";
import { ScopeChoice } from "./scope-choice.tsx";
import { presets } from "./scopes.ts";

const lives = [
  { days: 7, text: "a week" },
  { days: 30, text: "30 days" },
  { days: 90, text: "90 days" },
  { days: 366, text: "a year" },
] as const;
const usualDays = 90;

export interface NewTokenProps {
  /** Whose token it will be; the caller's own where left out. */
  serviceAccount: ServiceAccount | undefined;
  onClose: () => void;
}

export function NewToken({ serviceAccount, onClose }: NewTokenProps) {
  const api = useApi();
  const client = useQueryClient();
  const [scopes, setScopes] = useState<readonly Scope[]>(presets[0]?.scopes ?? []);
  const make = useMutation({
    mutationFn: (input: { name: string; expiresInDays: number }) =>
      api.call(createToken, { ...input, scopes: [...scopes], ...(serviceAccount && { serviceAccountId: serviceAccount.id }) }),
    onSuccess: () =>
      Promise.all(["tokens", "service-accounts"].map((kind) => client.invalidateQueries({ queryKey: [api.workspace, kind] }))),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    make.mutate({ name: String(form.get("name")), expiresInDays: Number(form.get("life")) });
  };
  if (make.data) return <Secret name={make.data.token.name} secret={make.data.secret} onClose={onClose} />;
  const owner = serviceAccount ? `for ${serviceAccount.name}` : "of yours";
  return (
    <Dialog
      open
      onOpenChange={onClose}
      width="medium"
      title={`New token ${owner}`}
      description={`It opens ${api.workspace} and no other workspace.`}
    >
      <form onSubmit={submit} className="grid gap-3.5 pb-3">
        <FormErrors {...formProblem(make.error, { name: "Name", scopes: "It may" })} />
        <div className="grid gap-3.5 sm:grid-cols-[minmax(0,1fr)_140px]">
          <Field
            name="name"
            label="Name"
            error={fieldError(make.error, "name")}
            help="Where it will be used: “laptop”, “nightly training”."
          >
            {(control) => <Input {...control} required maxLength={100} autoComplete="off" />}
          </Field>
          <Field name="life" label="Works for">
            {(control) => (
              <Select {...control} defaultValue={usualDays}>
                {lives.map(({ days, text }) => (
                  <option key={days} value={days}>
                    {text}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        </div>
        <ScopeChoice scopes={scopes} onChange={setScopes} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" busy={make.isPending} denied={scopes.length === 0 ? "Choose what it may do" : undefined}>
            Create token
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Secret({ name, secret, onClose }: { name: string; secret: string; onClose: () => void }) {
  const code = `export MLFLOW_TRACKING_URI=${location.origin}\nexport MLFLOW_TRACKING_TOKEN=${secret}`;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      width="medium"
      title={`${name} is ready`}
      description="Copy it now: only its digest is kept, so it cannot be shown again."
      footer={
        <Button tone="primary" onClick={onClose}>
          I have copied it
        </Button>
      }
    >
      <CodeBlock label="Token" language="shell" code={code} secret={secret} wrap />
    </Dialog>
  );
}
