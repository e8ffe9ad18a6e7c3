"use client";
import { Button, ButtonLink } from "@plumbline/ui/button";
import { EmptyState } from "@plumbline/ui/states";
import Link from "next/link";
import { useUrlState } from "#src/components/url-state.ts";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { placeIn, problemText } from "#src/shell/problem-text.ts";
import type { CompareScope } from "./compare-scope.ts";

/** So few may be compared whatever they have logged: 25,000 keys each. */
const few = 20;

/** Where the server does not compare these runs: why, and what it does compare. */
export function Refused({ error, scope }: { error: unknown; scope: CompareScope }) {
  const url = useUrlState();
  const { detail } = problemText(error);
  if (placeIn(error, "filter")) {
    return (
      <EmptyState title="The filter of this address is not understood" action={<BackToRuns />}>
        {detail}
      </EmptyState>
    );
  }
  const isMany = scope.kind === "named" ? scope.runIds.length > few : scope.most > few;
  const compareFew = () => url.set(scope.kind === "named" ? { run: scope.runIds.slice(0, few) } : { most: String(few) });
  return (
    <EmptyState
      title="These runs cannot be compared at once"
      action={isMany ? <Button onClick={compareFew}>Compare the first {few}</Button> : <BackToRuns />}
    >
      {detail}
    </EmptyState>
  );
}

export function BackToRuns() {
  const { workspace } = useApi();
  return (
    <ButtonLink>
      <Link href={paths.allRuns(workspace)}>All runs</Link>
    </ButtonLink>
  );
}
