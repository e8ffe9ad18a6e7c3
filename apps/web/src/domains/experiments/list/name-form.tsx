"use client";
import { experimentNameMax } from "@plumbline/contracts/experiments/experiment";
import { Button } from "@plumbline/ui/button";
import { Dialog } from "@plumbline/ui/dialog";
import { Field, FormErrors } from "@plumbline/ui/field";
import { Input } from "@plumbline/ui/input";
import type { FormEvent, ReactNode } from "react";
import { fieldError, formProblem } from "#src/shell/problem-text.ts";

export interface NameFormProps {
  title: string;
  description: ReactNode;
  action: string;
  initial: string;
  isBusy: boolean;
  error: unknown;
  onSubmit: (name: string) => void;
  onClose: () => void;
}

/** A dialog that asks for an experiment's name. */
export function NameForm(props: NameFormProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    props.onSubmit(String(new FormData(event.currentTarget).get("name")));
  };
  return (
    <Dialog open onOpenChange={props.onClose} title={props.title} description={props.description}>
      <form onSubmit={submit} className="grid gap-3.5 pb-3">
        <FormErrors {...formProblem(props.error, { name: "Name" })} />
        <Field name="name" label="Name" error={fieldError(props.error, "name")}>
          {(control) => <Input {...control} required maxLength={experimentNameMax} defaultValue={props.initial} autoComplete="off" />}
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={props.onClose}>Cancel</Button>
          <Button type="submit" tone="primary" busy={props.isBusy}>
            {props.action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
