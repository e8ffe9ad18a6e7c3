"use client";
import { ButtonLink } from "@plumbline/ui/button";
import { ErrorState } from "@plumbline/ui/states";
import Link from "next/link";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";

/** In place of a page whose data is not there. */
export function NoSuchData({ title }: { title: string }) {
  const { workspace } = useApi();
  return (
    <ErrorState
      title={title}
      detail="It may have been deleted, be in another workspace, or the address may be wrong."
      action={
        <ButtonLink>
          <Link href={paths.datasets(workspace)}>All datasets</Link>
        </ButtonLink>
      }
    />
  );
}
