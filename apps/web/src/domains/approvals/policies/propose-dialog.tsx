"use client";
import { getPolicy, proposeOrganisationPolicy } from "@plumbline/contracts/approvals/policy";
import { Field } from "@plumbline/ui/field";
import { Input, Select, Textarea } from "@plumbline/ui/input";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { failToast } from "#src/components/fail-toast.ts";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { useApi } from "#src/shell/api.tsx";
import { fieldError } from "#src/shell/problem-text.ts";
import { useValidation } from "./policy-checks.ts";
import { policiesQuery } from "./queries.ts";

/** Proposes a policy for every workspace: a new one, another text of one that holds, or its end. */
export function ProposeDialog({ onClose }: { onClose: () => void }) {
  const api = useApi();
  const client = useQueryClient();
  const mandatory = (useQuery(policiesQuery(api)).data?.items ?? []).filter(({ scope }) => scope === "organisation");
  const [subject, setSubject] = useState("");
  const [text, setText] = useState("");
  const isWithdrawal = subject.startsWith("end ");
  const validation = useValidation(text);
  const [problem] = isWithdrawal || text === "" ? [] : (validation.data?.problems ?? []);
  const propose = useMutation({
    mutationFn: ({ name, reason }: { name: string; reason: string }) =>
      api.call(proposeOrganisationPolicy, { name, source: isWithdrawal ? "" : text, isWithdrawal, reason }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: [api.workspace, "policies"] });
      onClose();
    },
  });
  const choose = (next: string) => {
    setSubject(next);
    const name = next.replace(/^change /, "");
    if (!next.startsWith("change ")) return;
    api.call(getPolicy, { policy: name, scope: "organisation" }).then(
      ({ versions }) => setText(versions[0]?.source ?? ""),
      (error: unknown) => failToast(`The text of ${name} could not be read`, error, () => choose(next)),
    );
  };
  return (
    <FormDialog
      title="Propose a mandatory policy"
      description="Another administrator of the platform decides. While you are the only one, it holds at once."
      width="wide"
      action="Propose"
      isBusy={propose.isPending}
      error={propose.error}
      labels={{ name: "Name", source: "Text", reason: "Reason" }}
      denied={problem ? `Line ${problem.line}: ${problem.message}` : undefined}
      onSubmit={(form) =>
        propose.mutate({
          name: subject === "" ? String(form.get("name")) : subject.replace(/^\w+ /, ""),
          reason: String(form.get("reason")),
        })
      }
      onClose={onClose}
    >
      <div className="grid gap-3.5 sm:grid-cols-2">
        <SubjectField value={subject} onChange={choose} names={mandatory.map(({ name }) => name)} />
        {subject === "" && (
          <Field name="name" label="Name" error={fieldError(propose.error, "name")} help="As the text names it.">
            {(control) => <Input {...control} required maxLength={63} autoComplete="off" spellCheck={false} />}
          </Field>
        )}
      </div>
      {!isWithdrawal && (
        <TextField
          value={text}
          onChange={setText}
          error={problem ? `Line ${problem.line}: ${problem.message}` : fieldError(propose.error, "source")}
        />
      )}
      <Field name="reason" label="Reason" error={fieldError(propose.error, "reason")}>
        {(control) => <Textarea {...control} required maxLength={2000} rows={2} />}
      </Field>
    </FormDialog>
  );
}

function SubjectField({ value, onChange, names }: { value: string; onChange: (subject: string) => void; names: readonly string[] }) {
  return (
    <Field name="subject" label="What">
      {(control) => (
        <Select {...control} value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">A new policy</option>
          {names.map((name) => (
            <option key={`change ${name}`} value={`change ${name}`}>
              Change {name}
            </option>
          ))}
          {names.map((name) => (
            <option key={`end ${name}`} value={`end ${name}`}>
              Take {name} out of force
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

function TextField(props: { value: string; onChange: (text: string) => void; error: string | undefined }) {
  return (
    <Field name="source" label="Text" error={props.error} help="YAML, as policies of workspaces are written.">
      {(control) => (
        <Textarea
          {...control}
          required
          rows={12}
          maxLength={65_536}
          className="code whitespace-pre"
          wrap="off"
          spellCheck={false}
          value={props.value}
          onChange={(event) => props.onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
