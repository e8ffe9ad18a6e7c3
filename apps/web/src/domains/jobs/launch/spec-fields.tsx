"use client";
import type { ReactNode } from "react";
import { CodeFields } from "./fields/code-fields.tsx";
import { DataFields } from "./fields/data-fields.tsx";
import { EnvFields } from "./fields/env-fields.tsx";
import { MountFields } from "./fields/mount-fields.tsx";
import { OrderFields, RetryFields } from "./fields/order-fields.tsx";
import { ResourceFields } from "./fields/resource-fields.tsx";
import { SpecSelect, SpecText } from "./fields/spec-field.tsx";
import { useSpec } from "./spec-context.tsx";

const kinds = [
  { value: "training", label: "Training" },
  { value: "batch", label: "Batch" },
  { value: "evaluation", label: "Evaluation" },
];

/** The spec as a form: all of it. What is wrong in a way that no field can show stays in the text as it is. */
export function SpecFields() {
  const { value } = useSpec();
  if (value === undefined) {
    return (
      <p role="alert" className="rounded-md bg-warn-soft px-3 py-2 text-warn">
        The YAML cannot be read, so that there is no form of it. Put right the line that is marked there; nothing is lost.
      </p>
    );
  }
  return (
    <section aria-label="Spec" className="rounded-lg border bg-surface">
      <Part title="What">
        <SpecText
          path={["name"]}
          label="Name"
          maxLength={63}
          help="Lower-case letters, digits and hyphens. The job is called so, with its number."
        />
        <div className="grid gap-3.5 sm:grid-cols-2">
          <SpecText
            path={["experiment"]}
            label="Experiment"
            placeholder="Default"
            optional
            help="Its run lands there. Made where it is not there."
          />
          <SpecSelect path={["kind"]} label="Kind" options={kinds} usual="training" />
        </div>
      </Part>
      <Part title="Code">
        <CodeFields />
      </Part>
      <Part title="Data">
        <DataFields />
        <MountFields />
      </Part>
      <Part title="Variables">
        <EnvFields />
      </Part>
      <Part title="Resources">
        <ResourceFields />
      </Part>
      <Part title="Order and limits">
        <OrderFields />
      </Part>
      <Part title="Retries">
        <RetryFields />
      </Part>
    </section>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="grid min-w-0 gap-3.5 border-b px-4 pt-3 pb-4 last:border-0 lg:grid-cols-[132px_minmax(0,1fr)]">
      <legend className="sr-only">{title}</legend>
      <span aria-hidden="true" className="pt-0.5 font-semibold">
        {title}
      </span>
      <div className="grid min-w-0 content-start gap-3.5">{children}</div>
    </fieldset>
  );
}
