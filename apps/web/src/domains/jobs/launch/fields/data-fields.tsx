"use client";
import type { JobInput } from "@plumbline/contracts/jobs/spec";
import { Button, IconButton } from "@plumbline/ui/button";
import { Input } from "@plumbline/ui/input";
import { Plus, X } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useSpec } from "../spec-context.tsx";
import { problemAt } from "../spec-problems.ts";
import { itemsOf, shownValue } from "./field-values.ts";
import { inputText } from "./input-text.ts";

const AddInput = dynamic(() => import("./add-input.tsx").then((module) => module.AddInput));

/** What is laid into the working directory before the command runs. */
export function DataFields() {
  const { value, set, problems } = useSpec();
  const [isAdding, setAdding] = useState(false);
  const inputs = itemsOf(value?.inputs);
  const add = (input: JobInput) => {
    set(["inputs", inputs.length], input);
    setAdding(false);
  };
  return (
    <div className="grid gap-2">
      {inputs.length > 0 && (
        <ul className="grid gap-1.5" aria-label="Inputs">
          {inputs.map((input, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an input is its place in the list
            <InputRow key={at} at={at} input={input} error={problemAt(problems, ["inputs", at])} />
          ))}
        </ul>
      )}
      <span>
        <Button onClick={() => setAdding(true)}>
          <Plus className="icon-small" aria-hidden="true" />
          Add data, a model or a file
        </Button>
      </span>
      {isAdding && <AddInput onAdd={add} onClose={() => setAdding(false)} />}
    </div>
  );
}

function InputRow({ at, input, error }: { at: number; input: unknown; error: string | undefined }) {
  const { set } = useSpec();
  const { name, path } = inputText(input);
  return (
    <li>
      <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto] items-center gap-2">
        <span className="truncate font-medium" title={name}>
          {name}
        </span>
        <Input
          aria-label={`Where ${name} is laid`}
          value={shownValue(path)}
          className="code"
          spellCheck={false}
          onChange={(event) => set(["inputs", at, "path"], event.target.value)}
        />
        <IconButton label={`Remove ${name}`} size="small" onClick={() => set(["inputs", at], undefined)}>
          <X className="icon-small" />
        </IconButton>
      </div>
      {error && <p className="mt-0.5 text-bad text-small">{error}</p>}
    </li>
  );
}
