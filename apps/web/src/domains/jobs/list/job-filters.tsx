"use client";
import { JobState } from "@plumbline/contracts/jobs/job";
import { JobKind } from "@plumbline/contracts/jobs/spec";
import { CheckboxRow } from "@plumbline/ui/checkbox";
import { SearchInput, Select } from "@plumbline/ui/input";
import { Kbd } from "@plumbline/ui/kbd";
import { useSearchKey } from "#src/components/search-key.ts";
import { kindWords, stateSigns } from "../words.ts";
import type { useJobSearch } from "./use-job-search.ts";

export function JobFilters({ filters }: { filters: ReturnType<typeof useJobSearch> }) {
  const { search, name, type, set } = filters;
  const box = useSearchKey("Jobs", "Search");
  return (
    <div className="mb-2.5 flex flex-none flex-wrap items-center gap-2">
      <SearchInput
        ref={box}
        aria-label="Search jobs"
        placeholder="Search by name"
        value={name}
        onChange={(event) => type(event.target.value)}
        trailing={<Kbd>/</Kbd>}
        className="min-w-48 flex-1 sm:max-w-sm"
      />
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
