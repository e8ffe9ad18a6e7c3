"use client";
import { ButtonLink } from "@plumbline/ui/button";
import { ErrorState } from "@plumbline/ui/states";
import Link from "next/link";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";

/** A model or version that is not there. */
export function Missing({ what, detail }: { what: string; detail: string }) {
  const { workspace } = useApi();
  const back = (
    <ButtonLink>
      <Link href={paths.models(workspace)}>All models</Link>
    </ButtonLink>
  );
  return (
    <Page title={`No such ${what}`} crumbs={[{ label: "Models", href: paths.models(workspace) }]}>
      <ErrorState title={`There is no such ${what} in this workspace`} detail={detail} action={back} />
    </Page>
  );
}
