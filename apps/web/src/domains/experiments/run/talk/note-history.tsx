"use client";
import type { Run } from "@plumbline/contracts/experiments/run";
import type { RunNote, RunNoteVersion } from "@plumbline/contracts/experiments/run-note";
import { Button } from "@plumbline/ui/button";
import { Dialog } from "@plumbline/ui/dialog";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Loaded } from "#src/components/loaded.tsx";
import { useApi } from "#src/shell/api.tsx";
import { problemText } from "#src/shell/problem-text.ts";
import { noteVersionsQuery } from "./queries.ts";
import { useSetNote } from "./use-set-note.ts";
import { useVersionChoice, VersionBrowser } from "./version-browser.tsx";

export interface NoteHistoryProps {
  run: Run;
  note: RunNote;
  mayWrite: boolean;
  onClose: () => void;
}

/** Each version of the note beside the one before it, and the way back to it. */
export function NoteHistory({ run, note, mayWrite, onClose }: NoteHistoryProps) {
  const query = useInfiniteQuery(noteVersionsQuery(useApi(), run.runId));
  const versions = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const choice = useVersionChoice(versions);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      width="wide"
      title={`History of the note of ${run.name}`}
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          {mayWrite && choice.shown && <Restore runId={run.runId} note={note} version={choice.shown} onDone={onClose} />}
        </>
      }
    >
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
  runId: string;
  note: RunNote;
  version: RunNoteVersion;
  onDone: () => void;
}

function Restore({ runId, note, version, onDone }: RestoreProps) {
  const put = useSetNote(runId, onDone);
  const isSame = version.text === note.text;
  return (
    <>
      {put.error && (
        <p role="alert" className="mr-auto text-bad text-small">
          {problemText(put.error).detail}
        </p>
      )}
      <Button
        tone="primary"
        busy={put.isPending}
        denied={isSame ? "The note says this already" : undefined}
        onClick={() => put.mutate({ text: version.text, basedOn: note.version })}
      >
        Restore this version
      </Button>
    </>
  );
}
