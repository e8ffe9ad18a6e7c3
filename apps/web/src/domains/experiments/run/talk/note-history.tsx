"use client";
import type { Run } from "@plumbline/contracts/experiments/run";
import type { RunNote } from "@plumbline/contracts/experiments/run-note";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useApi } from "#src/shell/api.tsx";
import { noteVersionsQuery } from "./queries.ts";
import { useSetNote } from "./use-set-note.ts";
import { RestoreVersion, VersionDialog } from "./version-dialog.tsx";

export interface NoteHistoryProps {
  run: Run;
  note: RunNote;
  mayWrite: boolean;
  onClose: () => void;
}

/** Each version of the note beside the one before it, and the way back to it. */
export function NoteHistory({ run, note, mayWrite, onClose }: NoteHistoryProps) {
  const query = useInfiniteQuery(noteVersionsQuery(useApi(), run.runId));
  const put = useSetNote(run.runId, onClose);
  const versions = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <VersionDialog title={`History of the note of ${run.name}`} versions={versions} query={query} onClose={onClose}>
      {({ text }) =>
        mayWrite && (
          <RestoreVersion
            what="note"
            isSame={text === note.text}
            writing={put}
            onRestore={() => put.mutate({ text, basedOn: note.version })}
          />
        )
      }
    </VersionDialog>
  );
}
