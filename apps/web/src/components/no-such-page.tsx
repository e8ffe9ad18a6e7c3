"use client";
import { ButtonLink } from "@plumbline/ui/button";
import { ErrorState } from "@plumbline/ui/states";
import Link from "next/link";
import { Page } from "#src/shell/page.tsx";
import { isCode } from "#src/shell/problem-text.ts";

interface Props {
  /** What is not there, as one calls it: "job". */
  what: string;
  /** Where such things are listed. */
  list: { label: string; href: string };
  detail?: string;
}

/** In place of a page about something that is not there: that, why that may be, and a way on. */
export function NoSuchPage({
  what,
  list,
  detail = "It may have been deleted, be in another workspace, or the address may be wrong.",
}: Props) {
  const back = (
    <ButtonLink>
      <Link href={list.href}>All {list.label.toLowerCase()}</Link>
    </ButtonLink>
  );
  return (
    <Page title={`No such ${what}`} crumbs={[list]}>
      <ErrorState title={`There is no such ${what} here`} detail={detail} action={back} />
    </Page>
  );
}

/** Whether what was asked for is not there, or is there no more, or cannot be by the form of its name. */
export const isNowhere = ({ data, error }: { data: unknown; error: unknown }): boolean =>
  isCode(error, "not-found") || (data === undefined && isCode(error, "invalid"));
