"use client";
import { JobState } from "@plumbline/contracts/jobs/job";
import { JobKind } from "@plumbline/contracts/jobs/spec";
import { useState } from "react";
import { useUrlState } from "#src/components/url-state.ts";
import type { JobSearch, StateFilter } from "../queries.ts";

const states: readonly string[] = ["unfinished", "ended", ...JobState.options];

/** Which jobs are listed, as the address says it. The name is what is typed, ahead of the address by a moment. */
export function useJobSearch() {
  const url = useUrlState();
  const [name, setName] = useState(url.get("name") ?? "");
  const state = url.get("state");
  const search: JobSearch = {
    state: states.includes(state ?? "") ? (state as StateFilter) : undefined,
    isMine: url.get("mine") === "1",
    kind: JobKind.options.find((kind) => kind === url.get("kind")),
    name: name.trim(),
  };
  return {
    search,
    name,
    type: (text: string) => {
      setName(text);
      url.set({ name: text.trim() });
    },
    set: (values: { state?: string; kind?: string; mine?: boolean }) =>
      url.set({
        ...("state" in values && { state: values.state }),
        ...("kind" in values && { kind: values.kind }),
        ...("mine" in values && { mine: values.mine ? "1" : undefined }),
      }),
    clear: () => {
      setName("");
      url.set({ name: undefined, state: undefined, kind: undefined, mine: undefined });
    },
  };
}
