"use client";
import type { Run } from "@plumbline/contracts/experiments/run";
import { Button } from "@plumbline/ui/button";
import { Textarea } from "@plumbline/ui/input";
import { NotebookPen } from "lucide-react";
import { type FormEvent, type KeyboardEvent, useState } from "react";
import { problemText } from "#src/shell/problem-text.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { tagOf } from "./run-facts.ts";
import { useSetTag } from "./tag-row.tsx";

const noteTag = "mlflow.note.content";
const noteMax = 8_000;

/** What people say about the run; MLflow clients know it as the run's description. */
export function NotePanel({ run }: { run: Run }) {
  const { can } = useViewer();
  const [isOpen, setOpen] = useState(false);
  const note = tagOf(run, noteTag) ?? "";
  const mayWrite = can("run:write") && run.lifecycleStage === "active";
  if (!(note || mayWrite)) return null;
  if (isOpen) return <NoteForm runId={run.runId} note={note} onDone={() => setOpen(false)} />;
  return (
    <section aria-label="Note" className="flex items-start gap-2.5 rounded-lg border bg-surface px-3 py-2">
      <NotebookPen className="icon mt-0.5 text-ink-3" aria-hidden="true" />
      <p className="wrap-anywhere min-w-0 flex-1 whitespace-pre-wrap text-ink-2">{note || "No note yet."}</p>
      {mayWrite && (
        <Button size="small" onClick={() => setOpen(true)}>
          {note ? "Edit" : "Write"}
        </Button>
      )}
    </section>
  );
}

function NoteForm({ runId, note, onDone }: { runId: string; note: string; onDone: () => void }) {
  const put = useSetTag(runId, onDone);
  const [text, setText] = useState(note);
  const save = (event: FormEvent | KeyboardEvent) => {
    event.preventDefault();
    put.mutate({ key: noteTag, value: text });
  };
  return (
    <form onSubmit={save} className="grid gap-2 rounded-lg border bg-surface p-3">
      <Textarea
        aria-label="Note"
        autoFocus
        maxLength={noteMax}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && save(event)}
      />
      {put.error && <p className="text-bad text-small">{problemText(put.error).detail}</p>}
      <div className="flex gap-2">
        <Button type="submit" tone="primary" busy={put.isPending}>
          Save note
        </Button>
        <Button onClick={onDone}>Cancel</Button>
      </div>
    </form>
  );
}
