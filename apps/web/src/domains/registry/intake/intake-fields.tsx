"use client";
import { Field } from "@plumbline/ui/field";
import { Input, Select, Textarea } from "@plumbline/ui/input";
import { useQuery } from "@tanstack/react-query";
import { membersQuery } from "#src/domains/workspaces/queries.ts";
import { useApi } from "#src/shell/api.tsx";
import { DependenciesField } from "./dependencies-field.tsx";
import { type DraftProblems, type IntakeDraft, intakeLabels } from "./intake-draft.ts";

export interface IntakeFieldsProps {
  draft: IntakeDraft;
  errors: DraftProblems;
  onChange: (part: Partial<IntakeDraft>) => void;
}

const longest = 5_000;

const questions: readonly { name: "purpose" | "intendedUse" | "outOfScopeUse" | "successCriteria"; help: string }[] = [
  { name: "purpose", help: "The decision it supports, and what is done without it." },
  { name: "intendedUse", help: "Who asks it, about whom or what, and what follows from its answer." },
  { name: "outOfScopeUse", help: "Uses that look close but are not meant." },
  { name: "successCriteria", help: "A measure and its bound: “AUC of at least 0.80 on the last quarter”, “four fewer days of stock”." },
];

/** What is asked of every model, the name and the tier apart. */
export function IntakeFields({ draft, errors, onChange }: IntakeFieldsProps) {
  return (
    <>
      <Field name="description" label={intakeLabels.description} error={errors.description} optional>
        {(control) => (
          <Input
            {...control}
            maxLength={longest}
            value={draft.description}
            onChange={(event) => onChange({ description: event.target.value })}
            autoComplete="off"
          />
        )}
      </Field>
      <div className="grid gap-3.5 sm:grid-cols-2">
        {questions.map(({ name, help }) => (
          <Field key={name} name={name} label={intakeLabels[name]} help={help} error={errors[name]} optional>
            {(control) => (
              <Textarea
                {...control}
                rows={3}
                maxLength={longest}
                value={draft[name]}
                onChange={(event) => onChange({ [name]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
      <OwnerField draft={draft} errors={errors} onChange={onChange} />
      {draft.kind === "external" && (
        <Field name="vendor" label={intakeLabels.vendor} error={errors.vendor}>
          {(control) => (
            <Input
              {...control}
              maxLength={200}
              value={draft.vendor}
              onChange={(event) => onChange({ vendor: event.target.value })}
              autoComplete="off"
            />
          )}
        </Field>
      )}
      <DependenciesField value={draft.dependencies} error={errors.dependencies} onChange={(dependencies) => onChange({ dependencies })} />
    </>
  );
}

function OwnerField({ draft, errors, onChange }: IntakeFieldsProps) {
  const members = useQuery(membersQuery(useApi()));
  const items = members.data?.items ?? [];
  const isKnown = draft.businessOwnerId === "" || items.some(({ userId }) => userId === draft.businessOwnerId);
  return (
    <Field
      name="businessOwnerId"
      label={intakeLabels.businessOwnerId}
      help="A member of this workspace. They are named in the inventory and hear of findings."
      error={errors.businessOwnerId}
    >
      {(control) => (
        <Select
          {...control}
          value={draft.businessOwnerId}
          onChange={(event) => onChange({ businessOwnerId: event.target.value })}
          className="sm:max-w-sm"
        >
          <option value="">Nobody yet</option>
          {!isKnown && <option value={draft.businessOwnerId}>As it is now</option>}
          {items.map((member) => (
            <option key={member.userId} value={member.userId}>
              {member.name}, {member.email}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
