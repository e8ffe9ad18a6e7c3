"use client";
import { JobState } from "@plumbline/contracts/jobs/job";
import { JobKind } from "@plumbline/contracts/jobs/spec";
import { CheckboxRow } from "@plumbline/ui/checkbox";
import { Select } from "@plumbline/ui/input";
import { NameSearch } from "#src/components/name-search.tsx";
import { kindWords, stateSigns } from "../words.ts";
import type { useJobSearch } from "./use-job-search.ts";

export function JobFilters({ filters }: { filters: ReturnType<typeof useJobSearch> }) {
  const { search, name, type, set } = filters;
  return (
    <div className="mb-2.5 flex flex-none flex-wrap items-center gap-2">
      <NameSearch group="Jobs" value={name} onChange={type} />
      <span className="w-40 max-sm:flex-1">
        <Select aria-label="State" value={search.state ?? ""} onChange={(event) => set({ state: event.target.value })}>
          <option value="">Every state</option>
          <option value="unfinished">Unfinished</option>
          <option value="ended">Ended</option>
          <optgroup label="One state">
            {JobState.options.map((state) => (
              <option key={state} value={state}>
                {stateSigns[state].word}
              </option>
            ))}
          </optgroup>
        </Select>
      </span>
      <span className="w-32 max-sm:flex-1">
        <Select aria-label="Kind" value={search.kind ?? ""} onChange={(event) => set({ kind: event.target.value })}>
          <option value="">Every kind</option>
          {JobKind.options.map((kind) => (
            <option key={kind} value={kind}>
              {kindWords[kind]}
            </option>
          ))}
        </Select>
      </span>
      <CheckboxRow checked={search.isMine} onChange={(mine) => set({ mine })}>
        Only mine
      </CheckboxRow>
    </div>
  );
}
