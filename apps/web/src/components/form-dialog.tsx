"use client";
import { Button } from "@plumbline/ui/button";
import { Dialog, type DialogProps } from "@plumbline/ui/dialog";
import { FormErrors } from "@plumbline/ui/field";
import type { FormEvent, ReactNode } from "react";
import { formProblem } from "#src/shell/problem-text.ts";
import { submitByKey } from "./submit-by-key.ts";

export interface FormDialogProps extends Pick<DialogProps, "title" | "description" | "width"> {
  /** The verb on the button. */
  action: string;
  /** `destroy` for what takes something away. */
  tone?: "primary" | "destroy";
  isBusy: boolean;
  error: unknown;
  /** Labels by the names of the fields, for the summary on top. */
  labels: Readonly<Record<string, string>>;
  /** Why the form cannot be sent now. */
  denied?: string | undefined;
  onSubmit: (form: FormData) => void;
  onClose: () => void;
  children: ReactNode;
}

/** A dialog that asks for a few things and does one; what was typed stays until it is done. */
export function FormDialog({
  action,
  tone = "primary",
  isBusy,
  error,
  labels,
  denied,
  onSubmit,
  onClose,
  children,
  ...dialog
}: FormDialogProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!isBusy && denied === undefined) onSubmit(new FormData(event.currentTarget));
  };
  return (
    <Dialog {...dialog} open onOpenChange={onClose}>
      <form onSubmit={submit} onKeyDown={submitByKey} className="grid gap-3.5 pb-3">
        <FormErrors {...formProblem(error, labels)} />
        {children}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone={tone} busy={isBusy} denied={denied}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
