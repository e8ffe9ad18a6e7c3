"use client";
import { SpecNumber, SpecSelect, SpecText } from "./spec-field.tsx";
import { TagFields } from "./tag-fields.tsx";

const priorities = [
  { value: "low", label: "Low: gives way to others" },
  { value: "normal", label: "Normal" },
  { value: "high", label: "High: before others" },
];

/** Its place in the line, how long it may run, and what follows when it fails. */
export function EndingFields() {
  return (
    <>
      <div className="grid gap-3.5 sm:grid-cols-3">
        <SpecSelect path={["priority"]} label="Priority" options={priorities} usual="normal" />
        <SpecText
          path={["timeLimit"]}
          label="Time limit"
          placeholder="24h"
          help="90s, 45m, 6h or 2d. What it could cost is reserved up to it."
        />
        <SpecText
          path={["checkpoint", "path"]}
          label="Checkpoints"
          optional
          isCode
          placeholder="checkpoints"
          help="A directory that is kept from one attempt to the next."
        />
      </div>
      <div className="grid gap-3.5 sm:grid-cols-4">
        <SpecNumber path={["retries", "userFailure"]} label="Retries of failures" placeholder="0" />
        <SpecNumber path={["retries", "outOfMemory"]} label="…out of memory" placeholder="0" />
        <SpecNumber path={["retries", "infrastructure"]} label="…of lost nodes" placeholder="3" />
        <SpecNumber path={["retries", "preempted"]} label="…after making room" placeholder="10" />
      </div>
      <TagFields />
    </>
  );
}
