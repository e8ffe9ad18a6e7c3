"use client";
import { Button, IconButton } from "@plumbline/ui/button";
import { Input, Select } from "@plumbline/ui/input";
import { CircleAlert, Plus, X } from "lucide-react";
import { type Dependency, intakeLabels } from "./intake-draft.ts";

export interface DependenciesFieldProps {
  value: readonly Dependency[];
  onChange: (value: readonly Dependency[]) => void;
  error: string | undefined;
}

const most = 100;

/** What goes into the model and what reads its answers, one line each. */
export function DependenciesField({ value, onChange, error }: DependenciesFieldProps) {
  const change = (at: number, part: Partial<Dependency>) =>
    onChange(value.map((item, index) => (index === at ? { ...item, ...part } : item)));
  return (
    <fieldset>
      <legend className="mb-1 flex gap-2 font-medium">
        {intakeLabels.dependencies} <span className="font-normal text-ink-3">optional</span>
      </legend>
      <div className="grid gap-1.5">
        {value.map((item, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its place
          <div key={at} className="flex flex-wrap gap-1.5">
            <Select
              aria-label={`Direction of dependency ${at + 1}`}
              value={item.direction}
              onChange={(event) => change(at, { direction: event.target.value === "upstream" ? "upstream" : "downstream" })}
              className="w-auto!"
            >
              <option value="upstream">It needs</option>
              <option value="downstream">Needs it</option>
            </Select>
            <Input
              aria-label={`Kind of dependency ${at + 1}`}
              placeholder="dataset, service, team"
              maxLength={50}
              value={item.kind}
              onChange={(event) => change(at, { kind: event.target.value })}
              className="w-44!"
            />
            <Input
              aria-label={`Name of dependency ${at + 1}`}
              placeholder="Name"
              maxLength={300}
              value={item.name}
              onChange={(event) => change(at, { name: event.target.value })}
              className="min-w-40 flex-1 basis-40"
            />
            <IconButton label={`Take dependency ${at + 1} out`} onClick={() => onChange(value.filter((_, index) => index !== at))}>
              <X className="icon-small" />
            </IconButton>
          </div>
        ))}
        {value.length < most && (
          <div>
            <Button size="small" onClick={() => onChange([...value, { direction: "upstream", kind: "", name: "" }])}>
              <Plus className="icon-small" aria-hidden="true" />
              Add a dependency
            </Button>
          </div>
        )}
      </div>
      {error && (
        <p className="mt-1 flex items-start gap-1.5 text-bad text-small">
          <CircleAlert className="icon-small mt-0.5" aria-hidden="true" />
          {error}
        </p>
      )}
    </fieldset>
  );
}
