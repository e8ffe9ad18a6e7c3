"use client";
import { useSpec } from "../spec-context.tsx";
import { valueAt } from "../spec-document.ts";
import { SpecNumber, SpecSelect, SpecText } from "./spec-field.tsx";
import { TagFields } from "./tag-fields.tsx";

const priorities = [
  { value: "low", label: "Low: gives way to others" },
  { value: "normal", label: "Normal" },
  { value: "high", label: "High: before others" },
];

/** Its place in the line, how long it may run, and its tags. */
export function OrderFields() {
  return (
    <>
      <div className="grid gap-3.5 sm:grid-cols-2">
        <SpecSelect path={["priority"]} label="Priority" options={priorities} usual="normal" />
        <SpecText
          path={["timeLimit"]}
          label="Time limit"
          placeholder="24h"
          help="90s, 45m, 6h or 2d. What it could cost is reserved up to it."
        />
      </div>
      <TagFields />
    </>
  );
}

/** What is kept when an attempt ends before its time, and which ends are followed by another attempt. */
export function RetryFields() {
  const { value } = useSpec();
  const hasCheckpoint = valueAt(value, ["checkpoint"]) !== undefined;
  return (
    <>
      <div className="grid gap-3.5 sm:grid-cols-2">
        <SpecText
          path={["checkpoint", "path"]}
          label="Checkpoints"
          optional
          isCode
          placeholder="checkpoints"
          help="A directory that is kept from one attempt to the next."
        />
        {hasCheckpoint && (
          <SpecNumber
            path={["checkpoint", "graceSeconds"]}
            label="Seconds of grace"
            placeholder="60"
            help="To write one, between the request to end and the end."
          />
        )}
      </div>
      <div className="grid grid-cols-2 items-end gap-3.5 sm:grid-cols-3 2xl:grid-cols-5">
        <SpecNumber path={["retries", "userFailure"]} label="Tries after a failure" placeholder="0" />
        <SpecNumber path={["retries", "outOfMemory"]} label="…out of memory" placeholder="0" />
        <SpecNumber path={["retries", "infrastructure"]} label="…a lost node" placeholder="3" />
        <SpecNumber path={["retries", "preempted"]} label="…making room" placeholder="10" />
        <SpecNumber path={["retries", "backoffSeconds"]} label="Pause, seconds" placeholder="10" />
      </div>
      <p className="-mt-2 text-ink-3 text-small">
        The pause doubles each time, up to 10 minutes. What ended at its time limit is not tried again.
      </p>
    </>
  );
}
