"use client";
import { Field } from "@plumbline/ui/field";
import { Textarea } from "@plumbline/ui/input";
import { useState } from "react";
import { commandText, commandWords } from "../command-text.ts";
import { itemsOf, shownValue } from "./field-values.ts";
import { useSpecValue } from "./spec-field.tsx";

const isSame = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((word, at) => word === b[at]);

/** The command as one types it; what is typed stays while it means what the spec says. */
export function CommandField() {
  const { value, error, set } = useSpecValue(["command"]);
  const words = itemsOf(value).map(shownValue);
  const [typed, setTyped] = useState(() => commandText(words));
  const text = isSame(commandWords(typed), words) ? typed : commandText(words);
  const type = (next: string) => {
    const nextWords = commandWords(next);
    setTyped(next);
    set(nextWords.length === 0 ? undefined : nextWords);
  };
  return (
    <Field
      name="command"
      label="Command"
      error={error}
      help={
        <>
          Words and quotes as in a terminal, but no shell runs it: for pipes and variables, write <span className="code">bash -c '…'</span>
        </>
      }
    >
      {(control) => (
        <Textarea
          {...control}
          rows={2}
          value={text}
          placeholder="python train.py --epochs 20"
          spellCheck={false}
          autoComplete="off"
          className="code"
          onChange={(event) => type(event.target.value)}
        />
      )}
    </Field>
  );
}
