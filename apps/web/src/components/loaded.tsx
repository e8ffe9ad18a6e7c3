"use client";
import { ErrorState, StaleNotice } from "@plumbline/ui/states";
import { Time } from "@plumbline/ui/time";
import type { ReactNode } from "react";
import { isCode, problemText } from "#src/shell/problem-text.ts";

interface Reading<Data> {
  data: Data | undefined;
  error: unknown;
  isPending: boolean;
  dataUpdatedAt: number;
  refetch: () => unknown;
}

export interface LoadedProps<Data> {
  query: Reading<Data>;
  /** What is read, to begin a sentence with: "The runs". */
  what: string;
  skeleton: ReactNode;
  /** In place of an error where the question itself was refused: asking again would not help. */
  refused?: ReactNode;
  children: (data: Data) => ReactNode;
}

/** The states of a view: on its way in its own shape, failed with a way on, there, and there but old. */
export function Loaded<Data>({ query, what, skeleton, refused, children }: LoadedProps<Data>) {
  const retry = () => void query.refetch();
  if (query.data === undefined) {
    if (!query.error) return skeleton;
    if (refused && isCode(query.error, "invalid")) return refused;
    const { detail, requestId } = problemText(query.error);
    return <ErrorState title={`${what} could not be read`} detail={detail} requestId={requestId} onRetry={retry} />;
  }
  return (
    <>
      {query.error !== null && query.error !== undefined && (
        <StaleNotice onRetry={retry}>
          {what} could not be read again. This is how it was <Time at={query.dataUpdatedAt} style="sentence" />.
        </StaleNotice>
      )}
      {children(query.data)}
    </>
  );
}
