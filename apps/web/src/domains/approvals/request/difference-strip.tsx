"use client";
import { countText } from "@plumbline/ui/format/number";
import { useQuery } from "@tanstack/react-query";
import { FileDiff } from "lucide-react";
import Link from "next/link";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { championDifferenceQuery } from "../queries.ts";
import type { VersionName } from "../subject.ts";
import { countKinds, tellingItems, valueText } from "./difference-text.ts";
import { useRequest } from "./request-context.tsx";
import { Section } from "./section.tsx";

interface Props {
  version: VersionName;
}

/** The champion that this version would replace, where there is one and it is another. */
function useDifference({ version }: Props) {
  const { data } = useQuery(championDifferenceQuery(useApi(), version));
  return data && data.from !== null && data.from !== version.version ? { ...data, from: data.from } : undefined;
}

/** What is unlike the version in production, in one line. */
export function DifferenceStrip({ version }: Props) {
  const { workspace } = useApi();
  const { earlierRejections } = useRequest();
  const difference = useDifference({ version });
  if (!difference) return null;
  const items = tellingItems(difference.items);
  return (
    <section
      aria-label="What changes"
      className="mb-3 flex flex-wrap items-center gap-x-5 gap-y-1 rounded-lg border bg-surface px-3 py-1.5 text-ink-2"
    >
      <span className="font-semibold text-ink">Replaces version {difference.from}</span>
      {items.map(({ kind, name, before, after }) => (
        <span key={`${kind} ${name}`} className="min-w-0 max-w-full truncate" title={`${name}: ${valueText(before)} → ${valueText(after)}`}>
          {name} <span className="text-ink-3">{valueText(before)}</span> → <span className="font-medium text-ink">{valueText(after)}</span>
        </span>
      ))}
      {items.length === 0 && (
        <span>{difference.items.length === 0 ? "Nothing differs but the number" : `${countKinds(difference.items)} differ`}</span>
      )}
      <span className="ml-auto flex gap-4">
        {earlierRejections.length === 0 && <span className="text-ink-3">No earlier rejection of this digest</span>}
        <Link href={paths.version(workspace, version, "compare")} className="font-medium text-accent hover:underline">
          {difference.items.length > items.length ? `All ${difference.items.length} differences` : "Full diff"}
        </Link>
      </span>
    </section>
  );
}

/** The same on a phone. */
export function DifferenceSection({ version }: Props) {
  const { workspace } = useApi();
  const difference = useDifference({ version });
  if (!difference) return null;
  const items = tellingItems(difference.items);
  return (
    <Section
      icon={FileDiff}
      title={`Replaces version ${difference.from}`}
      value={countText(difference.items.length, "difference")}
      brief={items.map(({ name, after }) => `${name} ${valueText(after)}`).join(", ") || countKinds(difference.items)}
    >
      <ul className="grid gap-1">
        {items.map(({ kind, name, before, after }) => (
          <li key={`${kind} ${name}`} className="wrap-anywhere">
            {name} <span className="text-ink-3">{valueText(before)}</span> → <span className="font-medium">{valueText(after)}</span>
          </li>
        ))}
      </ul>
      <Link href={paths.version(workspace, version, "compare")} className="mt-2 block font-medium text-accent underline">
        All differences
      </Link>
    </Section>
  );
}
