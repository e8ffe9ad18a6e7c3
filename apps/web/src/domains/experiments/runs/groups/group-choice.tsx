"use client";
import type { RunKeys } from "@plumbline/contracts/experiments/run";
import type { RunGrouping } from "@plumbline/contracts/experiments/run-group";
import { SearchInput } from "@plumbline/ui/input";
import { clsx } from "clsx";
import { Check } from "lucide-react";
import { useState } from "react";
import { groupingLabel, plainGroupings, printGrouping } from "../grouping.ts";

interface Props {
  known: RunKeys;
  chosen: RunGrouping | null;
  onChoose: (grouping: RunGrouping | null) => void;
}

/** So many of each kind are listed; the search finds the others. */
const mostListed = 100;

export function GroupChoice({ known, chosen, onChoose }: Props) {
  const [search, setSearch] = useState("");
  const wanted = search.trim().toLowerCase();
  const keyed = (by: "param" | "tag", keys: readonly string[]): RunGrouping[] => keys.map((key) => ({ by, key }));
  const sections = [
    { title: "Run", groupings: plainGroupings },
    { title: "Params", groupings: keyed("param", differingFirst(known)) },
    {
      title: "Tags",
      groupings: keyed(
        "tag",
        known.tags.filter((key) => !key.startsWith("mlflow.")),
      ),
    },
  ].map(({ title, groupings }) => ({ title, groupings: groupings.filter((item) => groupingLabel(item).toLowerCase().includes(wanted)) }));
  return (
    <div className="flex max-h-[min(480px,70vh)] flex-col">
      <div className="border-b p-2">
        <SearchInput
          aria-label="Search what to group by"
          placeholder="Search params and tags"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </div>
      <div className="min-h-0 overflow-y-auto p-1">
        {wanted === "" && <Choice label="Nothing" isChosen={chosen === null} onChoose={() => onChoose(null)} />}
        {sections.map(({ title, groupings }) => (
          <Section key={title} title={title} groupings={groupings} chosen={chosen} onChoose={onChoose} />
        ))}
        {sections.every(({ groupings }) => groupings.length === 0) && <p className="py-4 text-center text-ink-3">No run has such a key.</p>}
      </div>
    </div>
  );
}

/** Params that tell runs apart make groups; one that all runs have alike makes one. */
const differingFirst = ({ params, common }: RunKeys): string[] => [...new Set([...common.differingParams, ...params])];

interface SectionProps {
  title: string;
  groupings: readonly RunGrouping[];
  chosen: RunGrouping | null;
  onChoose: (grouping: RunGrouping) => void;
}

function Section({ title, groupings, chosen, onChoose }: SectionProps) {
  if (groupings.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3 className="px-2 pt-1.5 pb-0.5 text-caption text-ink-3">{title}</h3>
      {groupings.slice(0, mostListed).map((item) => (
        <Choice
          key={printGrouping(item)}
          label={groupingLabel(item)}
          isCode={"key" in item}
          isChosen={printGrouping(item) === printGrouping(chosen)}
          onChoose={() => onChoose(item)}
        />
      ))}
      {groupings.length > mostListed && (
        <p className="px-2 py-1 text-ink-3 text-small">
          {mostListed} of {groupings.length} listed. Search for the others.
        </p>
      )}
    </section>
  );
}

function Choice({
  label,
  isChosen,
  isCode = false,
  onChoose,
}: {
  label: string;
  isChosen: boolean;
  isCode?: boolean;
  onChoose: () => void;
}) {
  return (
    <button
      type="button"
      aria-current={isChosen ? "true" : undefined}
      onClick={onChoose}
      className="flex min-h-7 w-full items-center gap-2 rounded-md px-2 text-left hover:bg-hover"
    >
      <span className="grid w-4 flex-none place-items-center">
        {isChosen && <Check className="icon-small text-accent" aria-hidden="true" />}
      </span>
      <span className={clsx("min-w-0 truncate", isCode ? "code" : "first-letter:capitalize")} title={label}>
        {label}
      </span>
    </button>
  );
}
