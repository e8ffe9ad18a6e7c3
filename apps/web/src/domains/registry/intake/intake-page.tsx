"use client";
import { createModel } from "@plumbline/contracts/registry/model";
import { Button, ButtonLink } from "@plumbline/ui/button";
import { Field, FormErrors } from "@plumbline/ui/field";
import { Input } from "@plumbline/ui/input";
import { Kbd } from "@plumbline/ui/kbd";
import { EmptyState } from "@plumbline/ui/states";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { parseKept, useKept } from "#src/components/kept.ts";
import { submitByKey } from "#src/components/submit-by-key.ts";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { fieldError, formProblem } from "#src/shell/problem-text.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { useModelChange } from "../model-change.ts";
import { createInput, type DraftProblems, draftProblems, emptyDraft, type IntakeDraft, intakeLabels, isDraft } from "./intake-draft.ts";
import { IntakeFields } from "./intake-fields.tsx";
import { KindChoice } from "./kind-choice.tsx";
import { TierChoice } from "./tier-choice.tsx";

/** Why should this model exist, who answers for it, and how much harm can it do? */
export function IntakePage() {
  const { workspace, can } = useViewer();
  const crumbs = [{ label: "Models", href: paths.models(workspace) }];
  if (can("registry:write")) return <IntakeForm crumbs={crumbs} />;
  const back = (
    <ButtonLink>
      <Link href={paths.models(workspace)}>All models</Link>
    </ButtonLink>
  );
  return (
    <Page title="New intake" crumbs={crumbs}>
      <EmptyState title="Your role does not begin models" action={back}>
        Contributors and engineers do; an administrator of this workspace gives roles.
      </EmptyState>
    </Page>
  );
}

/** What is typed stays in this browser until the model is there. */
function useDraft() {
  const { workspace } = useApi();
  const [kept, keep] = useKept(`intake.${workspace}`);
  const draft: IntakeDraft = { ...emptyDraft, ...parseKept(kept, isDraft) };
  const change = (part: Partial<IntakeDraft>) => keep(JSON.stringify({ ...draft, ...part }));
  return { draft, change, forget: () => keep(undefined), isKept: kept !== undefined };
}

function IntakeForm({ crumbs }: { crumbs: { label: string; href: string }[] }) {
  const router = useRouter();
  const { workspace } = useApi();
  const { draft, change, forget, isKept } = useDraft();
  const [isTried, setTried] = useState(false);
  const own = isTried ? draftProblems(draft) : {};
  const make = useModelChange((api, input: IntakeDraft) => api.call(createModel, createInput(input)), {
    onDone: ({ name }) => {
      forget();
      router.push(paths.model(workspace, name));
    },
  });
  const form = useRef<HTMLFormElement>(null);
  const errors = allErrors(own, make.error);
  useEffect(() => {
    if (make.error) leadToError(form.current);
  }, [make.error]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(draftProblems(draft)).length > 0) requestAnimationFrame(() => leadToError(form.current));
    else if (!make.isPending) make.mutate(draft);
  };
  return (
    <Page
      title="New intake"
      crumbs={crumbs}
      aside={<span className="text-ink-3">why it exists, who answers for it, how much harm it can do</span>}
    >
      <form
        ref={form}
        onSubmit={submit}
        onKeyDown={submitByKey}
        noValidate
        className="grid max-w-[860px] gap-4 rounded-lg border bg-surface p-4"
      >
        <Problems own={own} error={make.error} />
        <Field name="name" label={intakeLabels.name} help="How code calls it: models:/name. It can be changed later." error={errors.name}>
          {(control) => (
            <Input
              {...control}
              required
              maxLength={256}
              value={draft.name}
              onChange={(event) => change({ name: event.target.value })}
              autoComplete="off"
              spellCheck={false}
              className="sm:max-w-sm"
            />
          )}
        </Field>
        <KindChoice value={draft.kind} onChange={(kind) => change({ kind })} />
        <TierChoice label={intakeLabels.tier} value={draft.tier} onChange={(tier) => change({ tier })} canWait error={errors.tier} />
        <IntakeFields draft={draft} errors={errors} onChange={change} />
        <div className="flex flex-wrap items-center gap-2">
          <Button type="submit" tone="primary" busy={make.isPending}>
            Create model
          </Button>
          {isKept && <Button onClick={forget}>Clear the form</Button>}
          <span className="text-ink-3 text-small">
            <Kbd>Ctrl</Kbd> <Kbd>Enter</Kbd> creates it. What you type stays in this browser until then.
          </span>
        </div>
      </form>
    </Page>
  );
}

/** The button stands below the fields: whoever pressed it is led to the first that is wrong. */
function leadToError(form: HTMLFormElement | null): void {
  form?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
}

const names = Object.keys(intakeLabels) as (keyof IntakeDraft)[];

function allErrors(own: DraftProblems, error: unknown): DraftProblems {
  return Object.fromEntries(
    names.flatMap((name) => {
      const text = own[name] ?? fieldError(error, name);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

function Problems({ own, error }: { own: DraftProblems; error: unknown }) {
  const fields = names.flatMap((name) => (own[name] === undefined ? [] : [{ label: intakeLabels[name], text: own[name] }]));
  if (fields.length > 0) return <FormErrors title="Not created yet. Look at:" fields={fields} />;
  return <FormErrors {...formProblem(error, intakeLabels)} />;
}
