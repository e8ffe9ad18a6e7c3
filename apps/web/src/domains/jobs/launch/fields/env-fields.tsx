"use client";
import { Button, IconButton } from "@plumbline/ui/button";
import { Input, Select } from "@plumbline/ui/input";
import { useQuery } from "@tanstack/react-query";
import { LockKeyhole, Plus, X } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useId, useState } from "react";
import { secretsQuery } from "#src/domains/secrets/queries.ts";
import { useApi } from "#src/shell/api.tsx";
import { useViewer } from "#src/shell/viewer.tsx";
import { useSpec } from "../spec-context.tsx";
import { problemAt } from "../spec-problems.ts";
import { entriesOf, shownValue } from "./field-values.ts";

/** Variables that the command finds: plain ones, and secrets by their names. */
export function EnvFields() {
  const { value, set, problems } = useSpec();
  const plain = entriesOf(value?.env);
  const secret = entriesOf(value?.secrets);
  const taken = new Set([...plain, ...secret].map(([name]) => name));
  const error = problemAt(problems, ["env"]) ?? problemAt(problems, ["secrets"]);
  return (
    <div className="grid gap-1.5">
      {plain.map(([name, each]) => (
        <Row key={name} name={name} onRemove={() => set(["env", name], undefined)}>
          <Input
            aria-label={`Value of ${name}`}
            value={shownValue(each)}
            className="code"
            onChange={(event) => set(["env", name], event.target.value)}
          />
        </Row>
      ))}
      {secret.map(([name, each]) => (
        <Row key={name} name={name} onRemove={() => set(["secrets", name], undefined)}>
          <SecretSelect label={`Secret of ${name}`} value={shownValue(each)} onChange={(next) => set(["secrets", name], next)} />
        </Row>
      ))}
      <AddVariable taken={taken} onAdd={(name, text) => set(["env", name], text)} />
      <AddSecret taken={taken} onAdd={(name, text) => set(["secrets", name], text)} />
      {error && <p className="text-bad text-small">{error}</p>}
    </div>
  );
}

const columns = "grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_112px] items-center gap-2 max-sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]";

function Row({ name, onRemove, children }: { name: string; onRemove: () => void; children: ReactNode }) {
  return (
    <div className={columns}>
      <span className="code truncate" title={name}>
        {name}
      </span>
      {children}
      <IconButton label={`Remove ${name}`} size="small" onClick={onRemove}>
        <X className="icon-small" />
      </IconButton>
    </div>
  );
}

function SecretSelect({ label, value, onChange }: { label: string; value: string; onChange: (name: string) => void }) {
  const { can } = useViewer();
  const secrets = useQuery({ ...secretsQuery(useApi()), enabled: can("secret:use") });
  const names = secrets.data?.items.map(({ name }) => name) ?? [];
  return (
    <Select aria-label={label} value={value} onChange={(event) => onChange(event.target.value)}>
      {!names.includes(value) && <option value={value}>{value === "" ? "Choose a secret" : `${value}, which there is not`}</option>}
      {names.map((name) => (
        <option key={name}>{name}</option>
      ))}
    </Select>
  );
}

interface AddProps {
  taken: ReadonlySet<string>;
  onAdd: (name: string, value: string) => void;
}

const isName = (name: string): boolean => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);

function useAdding({ taken, onAdd }: AddProps) {
  const [name, setName] = useState("");
  const [value, setValue] = useState("");
  const denied =
    name === ""
      ? "Name the variable first"
      : taken.has(name)
        ? `${name} is there already`
        : isName(name)
          ? undefined
          : "A name has letters, digits and _";
  const add = () => {
    if (denied !== undefined) return;
    onAdd(name, value);
    setName("");
    setValue("");
  };
  const byKey = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    add();
  };
  return { name, setName, value, setValue, denied, add, byKey };
}

function AddVariable(props: AddProps) {
  const { name, setName, value, setValue, denied, add, byKey } = useAdding(props);
  return (
    <div className={columns}>
      <Input
        aria-label="Name of a new variable"
        placeholder="NAME"
        value={name}
        className="code"
        spellCheck={false}
        onKeyDown={byKey}
        onChange={(event) => setName(event.target.value)}
      />
      <Input
        aria-label="Value of the new variable"
        placeholder="value"
        value={value}
        className="code"
        spellCheck={false}
        onKeyDown={byKey}
        onChange={(event) => setValue(event.target.value)}
      />
      <Button denied={denied} onClick={add}>
        <Plus className="icon-small" aria-hidden="true" />
        Add variable
      </Button>
    </div>
  );
}

function AddSecret(props: AddProps) {
  const { can } = useViewer();
  const id = useId();
  const { name, setName, value, setValue, denied, add, byKey } = useAdding(props);
  if (!can("secret:use")) return null;
  return (
    <div className={columns} id={id}>
      <Input
        aria-label="Name of a new secret variable"
        placeholder="NAME"
        value={name}
        className="code"
        spellCheck={false}
        onKeyDown={byKey}
        onChange={(event) => setName(event.target.value)}
      />
      <SecretSelect label="Secret of the new variable" value={value} onChange={setValue} />
      <Button denied={denied ?? (value === "" ? "Choose a secret first" : undefined)} onClick={add}>
        <LockKeyhole className="icon-small" aria-hidden="true" />
        Add secret
      </Button>
    </div>
  );
}
