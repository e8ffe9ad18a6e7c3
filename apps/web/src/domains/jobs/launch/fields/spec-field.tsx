"use client";
import { Field } from "@plumbline/ui/field";
import { Input, Select } from "@plumbline/ui/input";
import type { ReactNode } from "react";
import { useSpec } from "../spec-context.tsx";
import { type SpecPath, valueAt } from "../spec-document.ts";
import { problemAt } from "../spec-problems.ts";
import { readNumber, shownValue } from "./field-values.ts";

export interface SpecFieldProps {
  path: SpecPath;
  label: string;
  help?: ReactNode;
  optional?: boolean;
  placeholder?: string;
}

/** One value of the spec and what is wrong with it. */
export function useSpecValue(path: SpecPath) {
  const { value, problems, set } = useSpec();
  return { value: valueAt(value, path), error: problemAt(problems, path), set: (next: unknown) => set(path, next) };
}

interface TextProps extends SpecFieldProps {
  isCode?: boolean;
  /** Id of a list of what is known. */
  list?: string;
  maxLength?: number;
}

export function SpecText({ path, label, help, optional = false, placeholder, isCode = false, list, maxLength = 500 }: TextProps) {
  const { value, error, set } = useSpecValue(path);
  return (
    <Field name={path.join(".")} label={label} help={help} optional={optional} error={error}>
      {(control) => (
        <Input
          {...control}
          value={shownValue(value)}
          placeholder={placeholder}
          list={list}
          maxLength={maxLength}
          autoComplete="off"
          spellCheck={false}
          className={isCode ? "code" : undefined}
          onChange={(event) => set(event.target.value === "" ? undefined : event.target.value)}
        />
      )}
    </Field>
  );
}

/** A number. What is no number yet, such as `1.`, stays as it is typed until the field is left. */
export function SpecNumber({ path, label, help, optional = false, placeholder }: SpecFieldProps) {
  const { value, error, set } = useSpecValue(path);
  return (
    <Field name={path.join(".")} label={label} help={help} optional={optional} error={error}>
      {(control) => (
        <Input
          {...control}
          inputMode="decimal"
          value={shownValue(value)}
          placeholder={placeholder}
          autoComplete="off"
          onChange={(event) => set(readNumber(event.target.value, "typing"))}
          onBlur={(event) => {
            const left = readNumber(event.target.value, "left");
            if (left !== value) set(left);
          }}
        />
      )}
    </Field>
  );
}

interface SelectProps extends SpecFieldProps {
  options: readonly { value: string; label: string }[];
  /** What it is where nothing is said; then nothing is written. */
  usual?: string;
}

export function SpecSelect({ path, label, help, options, usual }: SelectProps) {
  const { value, error, set } = useSpecValue(path);
  const shown = shownValue(value) || (usual ?? "");
  const isKnown = options.some((option) => option.value === shown);
  return (
    <Field name={path.join(".")} label={label} help={help} error={error}>
      {(control) => (
        <Select {...control} value={shown} onChange={(event) => set(event.target.value === usual ? undefined : event.target.value)}>
          {!isKnown && <option value={shown}>{shown}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
