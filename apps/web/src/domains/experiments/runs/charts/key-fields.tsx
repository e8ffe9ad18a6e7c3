"use client";
import { Button } from "@plumbline/ui/button";
import { Field } from "@plumbline/ui/field";
import { Input } from "@plumbline/ui/input";
import { X } from "lucide-react";
import { useId, useState } from "react";
import { type Choice, findChoice } from "./column-choices.ts";

/** Offered at once: typing narrows them, and whatever there is can be typed. */
const mostOffered = 200;

function offered(choices: readonly Choice[], typed: string): readonly Choice[] {
  const wanted = typed.trim().toLowerCase();
  return choices.filter(({ label }) => label.toLowerCase().includes(wanted)).slice(0, mostOffered);
}

function Offers({ id, choices, typed }: { id: string; choices: readonly Choice[]; typed: string }) {
  return (
    <datalist id={id}>
      {offered(choices, typed).map(({ value, label }) => (
        <option key={value} value={label} />
      ))}
    </datalist>
  );
}

export interface KeyFieldProps {
  name: string;
  label: string;
  help?: string;
  choices: readonly Choice[];
  value: string | undefined;
  /** Nothing has to be chosen. */
  onClear?: () => void;
  onChange: (value: string) => void;
}

/** One of very many, by typing a part of its name. */
export function KeyField({ name, label, help, choices, value, onChange, onClear }: KeyFieldProps) {
  const list = useId();
  const labelOf = (of: string | undefined) => choices.find((choice) => choice.value === of)?.label ?? of ?? "";
  const [typed, setTyped] = useState(() => labelOf(value));
  const isKnown = typed.trim() === "" ? onClear !== undefined : findChoice(choices, typed) !== undefined;
  const change = (text: string) => {
    setTyped(text);
    const choice = findChoice(choices, text);
    if (choice) onChange(choice.value);
    else if (text.trim() === "") onClear?.();
  };
  return (
    <Field
      name={name}
      label={label}
      help={help}
      optional={onClear !== undefined}
      error={isKnown ? undefined : "No run has this. Choose one of the list."}
    >
      {(control) => (
        <>
          <Input {...control} list={list} autoComplete="off" value={typed} onChange={(event) => change(event.target.value)} />
          <Offers id={list} choices={choices} typed={isKnown ? "" : typed} />
        </>
      )}
    </Field>
  );
}

export interface KeysFieldProps {
  label: string;
  choices: readonly Choice[];
  values: readonly string[];
  most: number;
  onChange: (values: string[]) => void;
}

/** Several of very many, in the order in which they were chosen. */
export function KeysField({ label, choices, values, most, onChange }: KeysFieldProps) {
  const list = useId();
  const [typed, setTyped] = useState("");
  const left = choices.filter(({ value }) => !values.includes(value));
  const add = () => {
    const choice = findChoice(left, typed);
    if (!choice) return;
    onChange([...values, choice.value]);
    setTyped("");
  };
  const isFull = values.length >= most;
  return (
    <Field name={list} label={label} {...(isFull && { help: `At most ${most}.` })}>
      {(control) => (
        <div className="grid gap-1.5">
          <ul className="flex flex-wrap gap-1.5">
            {values.map((value) => (
              <li key={value} className="inline-flex h-6 max-w-full items-center rounded-md border bg-sunken pl-2">
                <span className="truncate">{choices.find((choice) => choice.value === value)?.label ?? value}</span>
                <button
                  type="button"
                  aria-label={`Remove ${value}`}
                  onClick={() => onChange(values.filter((each) => each !== value))}
                  className="grid size-6 place-items-center text-ink-3 hover:text-ink"
                >
                  <X className="icon-small" aria-hidden="true" />
                </button>
              </li>
            ))}
          </ul>
          {!isFull && left.length > 0 && (
            <div className="flex gap-2">
              <Input
                {...control}
                list={list}
                autoComplete="off"
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
                onKeyDown={(event) => {
                  if (event.key !== "Enter") return;
                  event.preventDefault();
                  add();
                }}
              />
              <Button denied={findChoice(left, typed) ? undefined : "Choose one of the list first."} onClick={add}>
                Add
              </Button>
              <Offers id={list} choices={left} typed={typed} />
            </div>
          )}
        </div>
      )}
    </Field>
  );
}
