"use client";
import type { Run } from "@plumbline/contracts/experiments/run";
import type { RunNote, RunNoteVersion } from "@plumbline/contracts/experiments/run-note";
import { Button } from "@plumbline/ui/button";
import { Dialog } from "@plumbline/ui/dialog";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { Time } from "@plumbline/ui/time";
import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Loaded } from "#src/components/loaded.tsx";
import { personName } from "#src/components/person-name.ts";
import { DiffView } from "#src/domains/approvals/policies/diff-view.tsx";
import { useApi } from "#src/shell/api.tsx";
import { problemText } from "#src/shell/problem-text.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { noteVersionsQuery } from "./queries.ts";
import { useSetNote } from "./use-set-note.ts";

export interface NoteHistoryProps {
  run: Run;
  note: RunNote;
  mayWrite: boolean;
  onClose: () => void;
}

/** Who wrote what, and when: each version beside the one before it, and the way back to it. */
export function NoteHistory({ run, note, mayWrite, onClose }: NoteHistoryProps) {
  const query = useInfiniteQuery(noteVersionsQuery(useApi(), run.runId));
  const versions = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const [chosen, setChosen] = useState<number>();
  const at = Math.max(
    0,
    versions.findIndex(({ version }) => version === chosen),
  );
  const shown = versions[at];
  const before = versions[at + 1];
  return (
    <Dialog
      open
      onOpenChange={onClose}
      width="wide"
      title={`History of the note of ${run.name}`}
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          {mayWrite && shown && <Restore runId={run.runId} note={note} version={shown} onDone={onClose} />}
        </>
      }
    >
      <Loaded query={query} what="The history" skeleton={<SkeletonRows label="The history is being read" columns={[120, 200]} />}>
        {() => (
          <div className="grid gap-3 sm:grid-cols-[200px_minmax(0,1fr)]">
            <Versions versions={versions} shown={shown?.version} onChoose={setChosen}>
              {query.hasNextPage && (
                <Button size="small" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  Earlier versions
                </Button>
              )}
            </Versions>
            {shown && (
              <div className="min-w-0 overflow-hidden rounded-md border">
                <DiffView label={`Version ${shown.version}`} before={before?.text ?? ""} after={shown.text} />
              </div>
            )}
          </div>
        )}
      </Loaded>
    </Dialog>
  );
}

interface VersionsProps {
  versions: readonly RunNoteVersion[];
  shown: number | undefined;
  onChoose: (version: number) => void;
  children: ReactNode;
}

function Versions({ versions, shown, onChoose, children }: VersionsProps) {
  const { me } = useViewer();
  return (
    <div className="grid content-start gap-1">
      <ul aria-label="Versions" className="grid max-h-[50vh] gap-px overflow-y-auto">
        {versions.map(({ version, author, at }) => (
          <li key={version}>
            <button
              type="button"
              aria-current={version === shown ? "true" : undefined}
              onClick={() => onChoose(version)}
              className="grid w-full rounded-md px-2 py-1 text-left -outline-offset-2 hover:bg-hover aria-[current=true]:bg-accent-soft"
            >
              <span className="truncate font-medium">
                {version}, {author ? personName(author, me.id) : "its script"}
              </span>
              <span className="text-ink-3 text-small">
                <Time at={Date.parse(at)} style="moment" />
              </span>
            </button>
          </li>
        ))}
      </ul>
      {children}
    </div>
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
