import { Button, ButtonLink } from "@plumbline/ui/button";
import Link from "next/link";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { namedMost, namedQuery } from "../compare/compare-scope.ts";

/** From the selected runs of a table to their comparison; nothing where fewer than two are selected. */
export function CompareLink({ selected }: { selected: ReadonlySet<string> }) {
  const { workspace } = useApi();
  if (selected.size < 2) return null;
  if (selected.size > namedMost) {
    return (
      <Button size="small" denied={`An address names ${namedMost} runs at most. Filter the table, then compare what it shows, under More.`}>
        Compare {selected.size} runs
      </Button>
    );
  }
  return (
    <ButtonLink size="small" tone="primary">
      <Link href={paths.compare(workspace, namedQuery([...selected]))} prefetch={false}>
        Compare {selected.size} runs
      </Link>
    </ButtonLink>
  );
}
