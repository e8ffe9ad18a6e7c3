"use client";
import { SearchInput } from "@plumbline/ui/input";
import { Kbd } from "@plumbline/ui/kbd";
import { useSearchKey } from "./search-key.ts";

interface Props {
  /** What is searched, as its page is called: "Jobs". */
  group: string;
  value: string;
  onChange: (text: string) => void;
}

/** The field above a list, which `/` leads to. */
export function NameSearch({ group, value, onChange }: Props) {
  const box = useSearchKey(group, "Search");
  return (
    <SearchInput
      ref={box}
      aria-label={`Search ${group.toLowerCase()}`}
      placeholder="Search by name"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      trailing={<Kbd>/</Kbd>}
      className="min-w-48 flex-1 max-sm:basis-full sm:max-w-md"
    />
  );
}
