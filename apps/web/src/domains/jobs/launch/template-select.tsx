"use client";
import { Select } from "@plumbline/ui/input";
import { useQuery } from "@tanstack/react-query";
import { useUrlState } from "#src/components/url-state.ts";
import { useApi } from "#src/shell/api.tsx";
import { templatesQuery } from "../queries.ts";

/** Begins anew from a template. What was written so far is replaced, and kept as the draft. */
export function TemplateSelect() {
  const templates = useQuery(templatesQuery(useApi()));
  const url = useUrlState();
  const items = templates.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <span className="w-52">
      <Select
        aria-label="Template"
        value={url.get("template") ?? ""}
        onChange={(event) => url.set({ template: event.target.value || undefined, clone: undefined, run: undefined })}
        className="h-7!"
      >
        <option value="">From a template</option>
        {items.map(({ name, description }) => (
          <option key={name} value={name} title={description}>
            {name}
          </option>
        ))}
      </Select>
    </span>
  );
}
