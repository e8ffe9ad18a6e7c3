"use client";
import { openRequest } from "@plumbline/contracts/approvals/request";
import type { Use } from "@plumbline/contracts/approvals/stage";
import type { ModelVersion } from "@plumbline/contracts/registry/version";
import { CheckboxRow } from "@plumbline/ui/checkbox";
import { Field } from "@plumbline/ui/field";
import { Input, Select, Textarea } from "@plumbline/ui/input";
import { Segments } from "@plumbline/ui/tabs";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useDeferredValue, useState } from "react";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { fieldError } from "#src/shell/problem-text.ts";
import { useModelChange } from "../model-change.ts";
import { environmentsQuery, type Promotion, previewQuery } from "../queries.ts";
import { stageNames, stagesAbove } from "../stages.tsx";
import { canBeChampion, environmentsOf, firstDraft, type PromotionDraft, promotionOf, uses, usesInWords } from "./promotion-draft.ts";
import { PromotionPreview } from "./promotion-preview.tsx";
import type { Preview } from "./rail.ts";

export interface RequestPromotionProps {
  version: ModelVersion;
  isRetirement: boolean;
  onClose: () => void;
}

/** Asks for a stage, showing before what it needs and who decides. */
export function RequestPromotion({ version, isRetirement, onClose }: RequestPromotionProps) {
  const api = useApi();
  const router = useRouter();
  const [draft, setDraft] = useState<PromotionDraft>(() =>
    firstDraft(isRetirement ? "retired" : (stagesAbove(version)[0] ?? "production")),
  );
  const promotion = promotionOf(version, draft);
  const preview = useQuery(previewQuery(api, useDeferredValue(promotion)));
  const ask = useModelChange((client, input: Promotion & { reason: string }) => client.call(openRequest, input), {
    onDone: ({ number }) => router.push(paths.request(api.workspace, number)),
  });
  const to = stageNames[draft.toStage].toLowerCase();
  return (
    <FormDialog
      title={isRetirement ? `Retire ${version.model} ${version.version}` : `Promote ${version.model} ${version.version}`}
      width="wide"
      description={isRetirement ? "A retired version acts nowhere any more; its record stays." : undefined}
      action={actionText(preview.data, to, isRetirement)}
      isBusy={ask.isPending}
      error={ask.error}
      labels={{ toStage: "Stage", environment: "Environment", uses: "Uses", canaryMax: "Share", reason: "Why" }}
      denied={deniedText(preview.data, draft)}
      onSubmit={(form) => ask.mutate({ ...promotion, reason: String(form.get("reason")) })}
      onClose={onClose}
    >
      {!isRetirement && <Choices version={version} draft={draft} error={ask.error} onChange={(part) => setDraft({ ...draft, ...part })} />}
      <Field
        name="reason"
        label="Why"
        optional={isAtOnce(preview.data)}
        help={isAtOnce(preview.data) ? "It stays in the record." : "Whoever votes reads it first."}
        error={fieldError(ask.error, "reason")}
      >
        {(control) => <Textarea {...control} rows={3} required={!isAtOnce(preview.data)} maxLength={5000} />}
      </Field>
      <PromotionPreview query={preview} />
    </FormDialog>
  );
}

/** Whether asking is enough: nothing is unmet and nobody has to vote. */
function isAtOnce(preview: Preview | undefined): boolean {
  return preview?.outcome === "free" || preview?.outcome === "decides-itself";
}

function actionText(preview: Preview | undefined, to: string, isRetirement: boolean): string {
  if (isAtOnce(preview)) return isRetirement ? "Retire now" : `Move to ${to} now`;
  return isRetirement ? "Request retirement" : "Request promotion";
}

function deniedText(preview: Preview | undefined, draft: PromotionDraft): string | undefined {
  if (draft.uses.length === 0) return "Choose at least one use";
  if (preview?.openRequest) return `Request ${preview.openRequest} asks for the same already`;
  if (preview?.outcome === "denied" || preview?.outcome === "refused") return preview.text;
  return undefined;
}

interface ChoicesProps {
  version: ModelVersion;
  draft: PromotionDraft;
  error: unknown;
  onChange: (part: Partial<PromotionDraft>) => void;
}

function Choices({ version, draft, error, onChange }: ChoicesProps) {
  const above = stagesAbove(version);
  const environments = useQuery(environmentsQuery(useApi()));
  const choices = environmentsOf(environments.data?.items ?? [], draft.toStage);
  return (
    <div className="grid gap-3.5 sm:grid-cols-2">
      <div className="grid content-start gap-3.5">
        <div>
          <p className="mb-1 font-medium">To</p>
          {above.length > 1 ? (
            <Segments
              label="To"
              value={draft.toStage}
              onChange={(toStage) => onChange({ toStage, environment: "" })}
              options={above.map((stage) => ({ value: stage, label: stageNames[stage] }))}
            />
          ) : (
            <p>{stageNames[draft.toStage]}</p>
          )}
        </div>
        <Field name="environment" label="Environment" error={fieldError(error, "environment")}>
          {(control) => (
            <Select
              {...control}
              value={draft.environment || (choices[0]?.name ?? "")}
              onChange={(event) => onChange({ environment: event.target.value })}
            >
              {choices.map(({ name }) => (
                <option key={name}>{name}</option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <UseChoice draft={draft} error={error} onChange={onChange} />
    </div>
  );
}

function UseChoice({ draft, error, onChange }: Omit<ChoicesProps, "version">) {
  const toggle = (use: Use, isOn: boolean) => onChange({ uses: uses.filter((each) => (each === use ? isOn : draft.uses.includes(each))) });
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 font-medium">What may it do there?</legend>
      <div className="grid gap-1">
        {uses.map((use) => (
          <CheckboxRow key={use} checked={draft.uses.includes(use)} onChange={(isOn) => toggle(use, isOn)}>
            {use} <span className="text-ink-3">{usesInWords[use]}</span>
          </CheckboxRow>
        ))}
        {draft.uses.includes("canary") && (
          <Field name="canaryMax" label="At most, per cent" error={fieldError(error, "canaryMax")}>
            {(control) => (
              <Input
                {...control}
                type="number"
                min={1}
                max={100}
                value={draft.canaryPercent}
                onChange={(event) => onChange({ canaryPercent: event.target.valueAsNumber || 1 })}
                className="w-24!"
              />
            )}
          </Field>
        )}
        {canBeChampion(draft) && (
          <CheckboxRow
            checked={draft.makeChampion}
            onChange={(makeChampion) => onChange({ makeChampion })}
            help="What loads the model by the alias champion gets this version once it is approved."
          >
            Make it champion
          </CheckboxRow>
        )}
      </div>
    </fieldset>
  );
}
