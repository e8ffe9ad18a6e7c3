"use client";
import { RiskTier, Stage } from "@plumbline/contracts/approvals/stage";
import type { RegisteredModel } from "@plumbline/contracts/registry/model";
import { Button } from "@plumbline/ui/button";
import { CodeBlock } from "@plumbline/ui/code-block";
import { Select } from "@plumbline/ui/input";
import { EmptyState } from "@plumbline/ui/states";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Box } from "lucide-react";
import { useDeferredValue, useMemo, useState } from "react";
import { NameSearch } from "#src/components/name-search.tsx";
import { PagedTable } from "#src/components/paged-table.tsx";
import { useUrlState } from "#src/components/url-state.ts";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { type ModelSearch, modelsQuery } from "../queries.ts";
import { stageNames } from "../stages.tsx";
import { tiers } from "../tiers.tsx";
import { modelColumns } from "./model-columns.tsx";
import { ModelsTabs } from "./models-tabs.tsx";
import { NewIntake } from "./new-intake.tsx";

/** What models are there, and where do they stand? */
export function ModelsPage() {
  const url = useUrlState();
  const [search, setSearch] = useState(url.get("search") ?? "");
  const tier = RiskTier.safeParse(url.get("tier")).data;
  const stage = Stage.safeParse(url.get("stage")).data;
  const type = (text: string) => {
    setSearch(text);
    url.set({ search: text.trim() });
  };
  const clear = () => {
    setSearch("");
    url.set({ search: undefined, tier: undefined, stage: undefined });
  };
  return (
    <Page title="Models" isFilled actions={<NewIntake />} tabs={<ModelsTabs />}>
      <div className="mb-2.5 flex flex-none flex-wrap gap-2">
        <NameSearch group="Models" value={search} onChange={type} />
        <Choice label="Tier" value={tier} options={tiers} onChange={(next) => url.set({ tier: next })} />
        <Choice label="Stage" value={stage} options={Stage.options} names={stageNames} onChange={(next) => url.set({ stage: next })} />
      </div>
      <ModelsPanel search={{ search: search.trim(), tier, stage }} onClear={clear} />
    </Page>
  );
}

interface ChoiceProps<Value extends string> {
  label: string;
  value: Value | undefined;
  options: readonly Value[];
  names?: Readonly<Record<Value, string>>;
  onChange: (value: string | undefined) => void;
}

function Choice<Value extends string>({ label, value, options, names, onChange }: ChoiceProps<Value>) {
  return (
    <Select aria-label={label} value={value ?? ""} onChange={(event) => onChange(event.target.value || undefined)} className="w-auto!">
      <option value="">Any {label.toLowerCase()}</option>
      {options.map((option) => (
        <option key={option} value={option}>
          {names ? names[option] : option}
        </option>
      ))}
    </Select>
  );
}

function ModelsPanel({ search, onClear }: { search: ModelSearch; onClear: () => void }) {
  const api = useApi();
  const deferred = useDeferredValue(search.search);
  const query = useInfiniteQuery(modelsQuery(api, { ...search, search: deferred }));
  const columns = useMemo(() => modelColumns(api.workspace), [api.workspace]);
  return (
    <PagedTable
      label="Models"
      query={query}
      columns={columns}
      skeleton={[200, 70, 90, 40, 40, 110, 60]}
      nothing={<Nothing search={search} onClear={onClear} />}
      rowKey={(row: RegisteredModel) => row.name}
      rowLabel={(row) => row.name}
      pathOf={(row) => paths.model(api.workspace, row.name)}
    />
  );
}

const registerCode = `import mlflow

model = mlflow.last_logged_model()
mlflow.register_model(model.model_uri, "default-risk")`;

function Nothing({ search: { search, tier, stage }, onClear }: { search: ModelSearch; onClear: () => void }) {
  if (search || tier || stage) {
    const asked = [search && `“${search}” in its name`, tier && `tier ${tier}`, stage && `a version in ${stageNames[stage].toLowerCase()}`];
    return (
      <EmptyState title={`No model has ${asked.filter(Boolean).join(" and ")}`} action={<Button onClick={onClear}>Show all models</Button>}>
        Leave one of them out, or look for it in the inventory of another day.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<Box />} title="No models yet" action={<NewIntake />}>
      <p className="mb-3">A model begins with an intake, or with the first version that code registers after training:</p>
      <CodeBlock className="text-left" label="Code that registers a model" language="python" code={registerCode} />
    </EmptyState>
  );
}
