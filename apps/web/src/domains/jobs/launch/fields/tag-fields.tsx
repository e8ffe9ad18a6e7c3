"use client";
import { Button, IconButton } from "@plumbline/ui/button";
import { Input } from "@plumbline/ui/input";
import { Chip } from "@plumbline/ui/status";
import { Plus, X } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { useSpec } from "../spec-context.tsx";
import { problemAt } from "../spec-problems.ts";
import { entriesOf, shownValue } from "./field-values.ts";

/** Tags that the run is given. */
export function TagFields() {
  const { value, set, problems } = useSpec();
  const [tag, setTag] = useState("");
  const error = problemAt(problems, ["tags"]);
  const at = tag.indexOf(":");
  const name = (at < 0 ? tag : tag.slice(0, at)).trim();
  const add = () => {
    if (name === "") return;
    set(["tags", name], at < 0 ? "" : tag.slice(at + 1).trim());
    setTag("");
  };
  const byKey = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    add();
  };
  return (
    <div className="grid gap-1.5">
      <span className="font-medium">
        Tags of the run <span className="font-normal text-ink-3">optional</span>
      </span>
      <div className="flex flex-wrap items-center gap-1.5">
        {entriesOf(value?.tags).map(([key, each]) => (
          <Chip key={key}>
            {key}: {shownValue(each)}
            <IconButton
              label={`Remove the tag ${key}`}
              size="small"
              className="-mr-1 h-5! w-5!"
              onClick={() => set(["tags", key], undefined)}
            >
              <X className="size-3" />
            </IconButton>
          </Chip>
        ))}
        <span className="w-44">
          <Input
            aria-label="New tag"
            placeholder="name: value"
            value={tag}
            onKeyDown={byKey}
            onChange={(event) => setTag(event.target.value)}
            className="h-6!"
          />
        </span>
        <Button size="small" denied={name === "" ? "Write name: value first" : undefined} onClick={add}>
          <Plus className="icon-small" aria-hidden="true" />
          Add tag
        </Button>
      </div>
      {error && <p className="text-bad text-small">{error}</p>}
    </div>
  );
}
