"use client";
import type { Run } from "@plumbline/contracts/experiments/run";
import type { RunNote } from "@plumbline/contracts/experiments/run-note";
import { Button } from "@plumbline/ui/button";
import { Markdown } from "@plumbline/ui/markdown";
import { Panel } from "@plumbline/ui/panel";
import { Time } from "@plumbline/ui/time";
import { useQuery } from "@tanstack/react-query";
import { NotebookPen } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { personName } from "#src/components/person-name.ts";
import { useApi } from "#src/shell/api.tsx";
import { useViewer } from "#src/shell/viewer.tsx";
import { tagOf } from "../run-facts.ts";
import { noteQuery } from "./queries.ts";

const NoteForm = dynamic(() => import("./note-form.tsx").then((module) => module.NoteForm));
const NoteHistory = dynamic(() => import("./note-history.tsx").then((module) => module.NoteHistory));

const noteTag = "mlflow.note.content";

/** What people note of the run, in Markdown; MLflow clients know it as the run's description. */
export function NotePanel({ run }: { run: Run }) {
  const { can } = useViewer();
  const { data: note } = useQuery(noteQuery(useApi(), run.runId));
  const [isWriting, setWriting] = useState(false);
  // The run comes first; who wrote its note, and as which version, follows.
  const text = note?.text ?? tagOf(run, noteTag) ?? "";
  const mayWrite = can("run:write") && run.lifecycleStage === "active";
  const hasHistory = (note?.version ?? 0) > 0;
  if (!(text || mayWrite || hasHistory)) return null;
  if (isWriting && note) return <NoteForm runId={run.runId} note={note} onDone={() => setWriting(false)} />;
  return (
    <Panel
      title="Note"
      icon={<NotebookPen className="icon text-ink-3" aria-hidden="true" />}
      aside={note && <Written note={note} />}
      actions={
        <>
          {hasHistory && <HistoryButton run={run} note={note} mayWrite={mayWrite} />}
          {mayWrite && (
            <Button size="small" busy={isWriting} onClick={() => setWriting(true)}>
              {text ? "Edit" : "Write"}
            </Button>
          )}
        </>
      }
    >
      {text ? (
        <Markdown text={text} className="max-w-[78ch]" />
      ) : (
        <p className="text-ink-3">No note yet. What was tried, and what came of it?</p>
      )}
    </Panel>
  );
}

function HistoryButton({ run, note, mayWrite }: { run: Run; note: RunNote | undefined; mayWrite: boolean }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="small" tone="ghost" onClick={() => setOpen(true)}>
        History
      </Button>
      {isOpen && note && <NoteHistory run={run} note={note} mayWrite={mayWrite} onClose={() => setOpen(false)} />}
    </>
  );
}

function Written({ note }: { note: RunNote }) {
  const { me } = useViewer();
  if (note.at === null || note.text === "") return null;
  return (
    <>
      {note.author ? personName(note.author, me.id) : "by its script"}, <Time at={Date.parse(note.at)} style="moment" />
    </>
  );
}
