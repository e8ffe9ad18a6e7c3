"use client";
import type { JobInput } from "@plumbline/contracts/jobs/spec";
import { Field } from "@plumbline/ui/field";
import { Input, Select } from "@plumbline/ui/input";
import { Segments } from "@plumbline/ui/tabs";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { datasetsQuery, versionsQuery as datasetVersionsQuery } from "#src/domains/datasets/queries.ts";
import { modelsQuery, versionsQuery as modelVersionsQuery } from "#src/domains/registry/queries.ts";
import { useApi } from "#src/shell/api.tsx";
import { usualPath } from "./input-text.ts";

const kinds = [
  { value: "dataset", label: "Dataset" },
  { value: "model", label: "Model" },
  { value: "file", label: "File of a run" },
] as const;
type Kind = (typeof kinds)[number]["value"];

interface Props {
  onAdd: (input: JobInput) => void;
  onClose: () => void;
}

/** Picks what the job is given: a version of a dataset or of a model, or files of a run. */
export function AddInput({ onAdd, onClose }: Props) {
  const [kind, setKind] = useState<Kind>("dataset");
  const [name, setName] = useState("");
  const submit = (form: FormData) => {
    const text = (field: string) => String(form.get(field) ?? "").trim();
    const version = Number(form.get("version"));
    if (kind === "dataset") onAdd({ dataset: name, version, path: usualPath("data", name) });
    else if (kind === "model") onAdd({ model: name, version, path: usualPath("models", name) });
    else onAdd({ run: text("run"), artifact: text("artifact"), path: usualPath("files", text("artifact")) });
  };
  const isNamed = kind === "file" || name !== "";
  return (
    <FormDialog
      title="Add to the job"
      description="It is laid into the working directory, checked against its digest, before the command runs. Where exactly, can be changed afterwards."
      action="Add"
      isBusy={false}
      error={undefined}
      labels={{}}
      denied={isNamed ? undefined : `Choose a ${kind} first`}
      onSubmit={submit}
      onClose={onClose}
    >
      <Segments
        label="What"
        value={kind}
        onChange={(next) => {
          setKind(next);
          setName("");
        }}
        options={kinds}
      />
      {kind === "dataset" && <DatasetFields name={name} onName={setName} />}
      {kind === "model" && <ModelFields name={name} onName={setName} />}
      {kind === "file" && <FileFields />}
    </FormDialog>
  );
}

interface NamedProps {
  name: string;
  onName: (name: string) => void;
}

function DatasetFields({ name, onName }: NamedProps) {
  const api = useApi();
  const datasets = useInfiniteQuery(datasetsQuery(api, ""));
  const versions = useInfiniteQuery({ ...datasetVersionsQuery(api, name), enabled: name !== "" });
  const known = versions.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      <NameField
        label="Dataset"
        name={name}
        onName={onName}
        names={datasets.data?.pages.flatMap(({ items }) => items.map((item) => item.name))}
      />
      {name !== "" && <VersionField versions={known.map(({ version }) => version)} isRead={versions.data !== undefined} />}
    </>
  );
}

function ModelFields({ name, onName }: NamedProps) {
  const api = useApi();
  const models = useInfiniteQuery(modelsQuery(api, { search: "", tier: undefined, stage: undefined }));
  const versions = useInfiniteQuery({ ...modelVersionsQuery(api, name), enabled: name !== "" });
  const known = versions.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      <NameField
        label="Model"
        name={name}
        onName={onName}
        names={models.data?.pages.flatMap(({ items }) => items.map((item) => item.name))}
      />
      {name !== "" && <VersionField versions={known.map(({ version }) => version)} isRead={versions.data !== undefined} />}
    </>
  );
}

function NameField({ label, name, onName, names }: NamedProps & { label: string; names: readonly string[] | undefined }) {
  return (
    <Field name="name" label={label} help={names?.length === 0 && "There is none in this workspace yet."}>
      {(control) => (
        <Select {...control} required value={name} onChange={(event) => onName(event.target.value)}>
          <option value="">{names === undefined ? "Being read" : "Choose one"}</option>
          {names?.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </Select>
      )}
    </Field>
  );
}

function VersionField({ versions, isRead }: { versions: readonly number[]; isRead: boolean }) {
  return (
    <Field name="version" label="Version" help={isRead && versions.length === 0 && "It has no version yet."}>
      {(control) => (
        <Select {...control} required>
          {versions.map((version, at) => (
            <option key={version} value={version}>
              {at === 0 ? `${version}, the newest` : version}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

function FileFields() {
  return (
    <>
      <Field name="run" label="Run" help="Its id, as its page shows it.">
        {(control) => <Input {...control} required maxLength={64} autoComplete="off" spellCheck={false} className="code" />}
      </Field>
      <Field name="artifact" label="File or directory" help="Its path among the files of the run: model/weights.pt.">
        {(control) => <Input {...control} required maxLength={500} autoComplete="off" spellCheck={false} className="code" />}
      </Field>
    </>
  );
}
