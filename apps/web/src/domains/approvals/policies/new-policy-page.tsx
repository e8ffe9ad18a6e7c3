"use client";
import { getPolicy, saveDraft } from "@plumbline/contracts/approvals/policy";
import { Button } from "@plumbline/ui/button";
import { Field, FormErrors } from "@plumbline/ui/field";
import { Select } from "@plumbline/ui/input";
import { Panel } from "@plumbline/ui/panel";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { NameField } from "#src/components/name-field.tsx";
import { submitByKey } from "#src/components/submit-by-key.ts";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { fieldError, formProblem } from "#src/shell/problem-text.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { firstText, underName } from "./first-text.ts";
import { policiesQuery } from "./queries.ts";

/** A name and something to begin from; the text is written on the policy's own page. */
export function NewPolicyPage() {
  const { workspace, can } = useViewer();
  return (
    <Page title="New policy" crumbs={[{ label: "Policies", href: paths.policies(workspace) }]}>
      <Panel className="max-w-xl">
        {can("policy:write") ? <NewPolicyForm /> : <p className="text-ink-2">Your role reads policies and does not write them.</p>}
      </Panel>
    </Page>
  );
}

function NewPolicyForm() {
  const api = useApi();
  const client = useQueryClient();
  const router = useRouter();
  const policies = useQuery(policiesQuery(api)).data?.items ?? [];
  const make = useMutation({
    mutationFn: async ({ name, from }: { name: string; from: string }) => {
      const [scope, like] = from.split(":");
      const source = like
        ? await api.call(getPolicy, { policy: like, scope: scope === "organisation" ? "organisation" : "workspace" })
        : undefined;
      const text = source?.versions[0]?.source ?? source?.draft?.source;
      await api.call(saveDraft, { policy: name, source: text ? underName(text, name) : firstText(name) });
      return name;
    },
    onSuccess: async (name) => {
      await Promise.all(["policies", "policy"].map((key) => client.invalidateQueries({ queryKey: [api.workspace, key] })));
      router.push(paths.policy(api.workspace, name));
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    make.mutate({ name: String(form.get("policy")), from: String(form.get("from")) });
  };
  const taken = policies.filter(({ scope }) => scope === "workspace").map(({ name }) => name);
  return (
    <form onSubmit={submit} onKeyDown={submitByKey} className="grid gap-3.5">
      <FormErrors {...formProblem(make.error, { policy: "Name" })} />
      <NameField
        name="policy"
        error={fieldError(make.error, "policy") ?? fieldError(make.error, "params.policy")}
        help="Lower-case letters, digits and hyphens. Choose one that says what it governs: production-credit."
        problemOf={(name) => (taken.includes(name) ? `There is a policy ${name} already` : undefined)}
      />
      <Field name="from" label="Begin from">
        {(control) => (
          <Select {...control}>
            <option value="">A short text to fill in</option>
            {policies.map(({ scope, name }) => (
              <option key={`${scope} ${name}`} value={`${scope}:${name}`}>
                A copy of {name}
                {scope === "organisation" ? " (mandatory)" : ""}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <div>
        <Button type="submit" tone="primary" busy={make.isPending}>
          Write the policy
        </Button>
      </div>
    </form>
  );
}
