"use client";
import { Button } from "@plumbline/ui/button";
import { Dialog } from "@plumbline/ui/dialog";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Loaded } from "#src/components/loaded.tsx";
import { problemText } from "#src/shell/problem-text.ts";
import { useVersionChoice, type Version, VersionBrowser } from "./version-browser.tsx";

interface VersionDialogProps<V extends Version> {
  title: string;
  versions: readonly V[];
  query: UseInfiniteQueryResult;
  onClose: () => void;
  /** The way back to the version that is looked at. */
  children: (shown: V) => ReactNode;
}

/** Each version of a text beside the one before it. */
export function VersionDialog<V extends Version>({ title, versions, query, onClose, children }: VersionDialogProps<V>) {
  const choice = useVersionChoice(versions);
  const footer = (
    <>
      <Button onClick={onClose}>Close</Button>
      {choice.shown && children(choice.shown)}
    </>
  );
  return (
    <Dialog open onOpenChange={onClose} width="wide" title={title} footer={footer}>
      <Loaded query={query} what="The history" skeleton={<SkeletonRows label="The history is being read" columns={[120, 200]} />}>
        {() => (
          <VersionBrowser versions={versions} choice={choice}>
            {query.hasNextPage && (
              <Button size="small" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                Earlier versions
              </Button>
            )}
          </VersionBrowser>
        )}
      </Loaded>
    </Dialog>
  );
}

interface RestoreProps {
  what: "note" | "report";
  isSame: boolean;
  writing: { isPending: boolean; error: unknown };
  onRestore: () => void;
}

export function RestoreVersion({ what, isSame, writing, onRestore }: RestoreProps) {
  return (
    <>
      {writing.error && (
        <p role="alert" className="mr-auto text-bad text-small">
          {problemText(writing.error).detail}
        </p>
      )}
      <Button tone="primary" busy={writing.isPending} denied={isSame ? `The ${what} says this already` : undefined} onClick={onRestore}>
        Restore this version
      </Button>
    </>
  );
}
