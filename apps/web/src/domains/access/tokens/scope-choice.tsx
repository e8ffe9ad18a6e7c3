"use client";
import { type Scope, type WorkspacePermission, workspacePermissions } from "@plumbline/contracts/permissions";
import { CheckboxRow } from "@plumbline/ui/checkbox";
import { useId, useState } from "react";
import { useViewer } from "#src/shell/viewer.tsx";
import { presets, scopeWords } from "./scopes.ts";

interface ScopeChoiceProps {
  scopes: readonly Scope[];
  onChange: (scopes: readonly Scope[]) => void;
}

/** What the token may do: one of the usual answers, or permission by permission. */
export function ScopeChoice({ scopes, onChange }: ScopeChoiceProps) {
  const name = useId();
  const [chosen, setChosen] = useState(presets[0]?.id);
  const choose = (id: string, next: readonly Scope[]) => {
    setChosen(id);
    onChange(next);
  };
  const custom = scopes.filter((scope) => scope !== "*");
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 font-medium">It may</legend>
      <div className="overflow-hidden rounded-md border">
        {presets.map((preset) => (
          <Choice
            key={preset.id}
            name={name}
            isChosen={chosen === preset.id}
            onChoose={() => choose(preset.id, preset.scopes)}
            {...preset}
          />
        ))}
        <Choice
          name={name}
          isChosen={chosen === "custom"}
          onChoose={() => choose("custom", custom)}
          title="Choose one by one"
          detail="For whoever wants it narrower."
        />
        {chosen === "custom" && <OneByOne scopes={custom} onChange={onChange} />}
      </div>
    </fieldset>
  );
}

interface ChoiceProps {
  name: string;
  title: string;
  detail: string;
  isChosen: boolean;
  onChoose: () => void;
}

function Choice({ name, title, detail, isChosen, onChoose }: ChoiceProps) {
  return (
    <label className="flex items-start gap-2.5 border-b px-3 py-2 last:border-0 has-checked:bg-accent-soft">
      <input type="radio" name={name} checked={isChosen} onChange={onChoose} className="mt-1 accent-accent" />
      <span>
        <span className="font-medium">{title}</span>
        <span className="block text-ink-2">{detail}</span>
      </span>
    </label>
  );
}

function OneByOne({ scopes, onChange }: ScopeChoiceProps) {
  const { can } = useViewer();
  const offered = workspacePermissions.filter(can);
  const toggle = (permission: WorkspacePermission, isOn: boolean) =>
    onChange(isOn ? [...scopes, permission] : scopes.filter((scope) => scope !== permission));
  return (
    <div className="grid gap-1.5 px-3 py-2.5 sm:grid-cols-2">
      {offered.map((permission) => (
        <CheckboxRow key={permission} checked={scopes.includes(permission)} onChange={(isOn) => toggle(permission, isOn)}>
          {scopeWords[permission]}
        </CheckboxRow>
      ))}
    </div>
  );
}
