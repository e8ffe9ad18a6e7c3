"use client";
import { CheckboxRow } from "@plumbline/ui/checkbox";
import { Segments } from "@plumbline/ui/tabs";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "#src/shell/api.tsx";
import { runtimesQuery } from "../../queries.ts";
import { familiesOf } from "../../runtimes/runtime-families.ts";
import { useSpec } from "../spec-context.tsx";
import { problemAt } from "../spec-problems.ts";
import { CommandField } from "./command-field.tsx";
import { SourceFields } from "./source-fields.tsx";
import { SpecSelect, SpecText } from "./spec-field.tsx";

const entries = [
  { value: "runtime", label: "Training runtime" },
  { value: "image", label: "Image" },
  { value: "machine", label: "This machine's programs" },
] as const;
type Entry = (typeof entries)[number]["value"];

/** In what the command runs, what code it has, and the command. */
export function CodeFields() {
  return (
    <>
      <EntryFields />
      <SourceFields />
      <CommandField />
      <LauncherField />
    </>
  );
}

function LauncherField() {
  const { value, set, problems } = useSpec();
  const error = problemAt(problems, ["launcher"]);
  return (
    <div>
      <CheckboxRow
        checked={value?.launcher !== false}
        onChange={(isOn) => set(["launcher"], isOn ? undefined : false)}
        help="It samples resources and ships what is printed. An image without python3 has to run without it."
      >
        Run beneath the platform's launcher
      </CheckboxRow>
      {error && <p className="mt-1 text-bad text-small">{error}</p>}
    </div>
  );
}

function EntryFields() {
  const { value, set } = useSpec();
  const written: Entry = value?.image === undefined ? (value?.runtime === undefined ? "machine" : "runtime") : "image";
  const [chosen, setChosen] = useState<Entry>(written);
  // What is written in the text decides; a choice that has nothing written yet is only a choice.
  const entry = written === "machine" ? chosen : written;
  const choose = (next: Entry) => {
    setChosen(next);
    if (next !== "image") set(["image"], undefined);
    if (next !== "runtime") set(["runtime"], undefined);
  };
  return (
    <div className="grid gap-2">
      <span className="font-medium">Environment</span>
      <div className="flex min-w-0">
        <Segments label="Environment" value={entry} onChange={choose} options={entries} />
      </div>
      {entry === "runtime" && <RuntimeField />}
      {entry === "image" && (
        <SpecText
          path={["image"]}
          label="Image"
          isCode
          placeholder="registry.example/train@sha256:…"
          help="Best with its digest: a tag may mean another image tomorrow."
        />
      )}
      {entry === "machine" && (
        <p className="text-ink-3 text-small">On the local executor alone: the command runs with what is installed there.</p>
      )}
    </div>
  );
}

function RuntimeField() {
  const runtimes = useQuery(runtimesQuery(useApi()));
  const families = familiesOf(runtimes.data?.items ?? []).filter(({ isRetired }) => !isRetired);
  const options = families.flatMap(({ name, newest, versions }) => [
    { value: name, label: `${name}, the newest version (${newest.version})` },
    ...versions
      .filter(({ retiredAt }) => retiredAt === null)
      .map(({ version }) => ({ value: `${name}@${version}`, label: `${name}, version ${version}` })),
  ]);
  const none = runtimes.data && options.length === 0;
  return (
    <SpecSelect
      path={["runtime"]}
      label="Runtime"
      options={[{ value: "", label: none ? "There is no runtime yet" : "Choose a runtime" }, ...options]}
      help="Resolved to its version and image when the job is submitted."
    />
  );
}
