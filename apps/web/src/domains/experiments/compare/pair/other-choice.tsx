"use client";
import { Select } from "@plumbline/ui/input";
import type { Compared } from "../use-compared.ts";

/** Which of the runs is held against the baseline. */
export function OtherChoice({ compared }: { compared: Compared }) {
  const { runs, kept, baseline, other } = compared;
  return (
    <Select
      aria-label="Run that is held against the baseline"
      value={runs[other]?.runId}
      onChange={(event) => compared.setOther(event.target.value)}
      className="w-auto! max-w-44"
    >
      {kept
        .filter((at) => at !== baseline)
        .map((at) => (
          <option key={runs[at]?.runId} value={runs[at]?.runId}>
            {runs[at]?.name}
          </option>
        ))}
    </Select>
  );
}
