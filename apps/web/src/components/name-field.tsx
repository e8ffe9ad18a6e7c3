"use client";
import { Field } from "@plumbline/ui/field";
import { Input } from "@plumbline/ui/input";
import { clsx } from "clsx";
import type { ReactNode } from "react";

interface Props {
  /** Of the field in the form and in the server's field errors. */
  name: string;
  label?: string;
  help: ReactNode;
  error?: string | undefined;
  /** Whether a name may have dots, as versions do. */
  hasDots?: boolean;
  isCode?: boolean;
  /** Why a name cannot be taken that is well formed. */
  problemOf?: (name: string) => string | undefined;
}

/** The name that something is registered under, and referred to by, in specs and on clusters. */
export function NameField({ name, label = "Name", help, error, hasDots = false, isCode = false, problemOf }: Props) {
  const inner = hasDots ? "[a-z0-9.\\-]*" : "[a-z0-9\\-]*";
  return (
    <Field name={name} label={label} error={error} help={help}>
      {(control) => (
        <Input
          {...control}
          required
          maxLength={63}
          pattern={`[a-z0-9](${inner}[a-z0-9])?`}
          title={hasDots ? "lower-case letters, digits, dots and hyphens" : "lower-case letters, digits and hyphens"}
          autoComplete="off"
          spellCheck={false}
          className={clsx(isCode && "code")}
          onInput={({ currentTarget }) => currentTarget.setCustomValidity(problemOf?.(currentTarget.value) ?? "")}
        />
      )}
    </Field>
  );
}
