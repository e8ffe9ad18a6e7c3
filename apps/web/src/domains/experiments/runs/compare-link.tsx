import { Button, ButtonLink } from "@plumbline/ui/button";
import { useHotkeys } from "@plumbline/ui/hotkeys";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { canCompare, namedMost, namedQuery } from "../compare/compare-scope.ts";

/** From the selected runs of a table to their comparison, by link or by key; nothing where fewer than two are selected. */
export function CompareLink({ selected }: { selected: ReadonlySet<string> }) {
  const { workspace } = useApi();
  const router = useRouter();
  const path = paths.compare(workspace, namedQuery([...selected]));
  useHotkeys("Selected runs", canCompare(selected.size) ? [{ key: "c", does: "Compare them", run: () => router.push(path) }] : []);
  if (selected.size < 2) return null;
  if (!canCompare(selected.size)) {
    return (
      <Button size="small" denied={`An address names ${namedMost} runs at most. Filter the table, then compare what it shows, under More.`}>
        Compare {selected.size} runs
      </Button>
    );
  }
  return (
    <ButtonLink size="small" tone="primary">
      <Link href={path} prefetch={false} aria-keyshortcuts="c">
        Compare {selected.size} runs
      </Link>
    </ButtonLink>
  );
}
