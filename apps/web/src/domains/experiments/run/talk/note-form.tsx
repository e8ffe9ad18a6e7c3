"use client";
import { type RunNote, runNoteMax } from "@plumbline/contracts/experiments/run-note";
import { Button } from "@plumbline/ui/button";
import { formatCount } from "@plumbline/ui/format/number";
import { Textarea } from "@plumbline/ui/input";
import { Markdown } from "@plumbline/ui/markdown";
import { type FormEvent, useState } from "react";
import { submitByKey } from "#src/components/submit-by-key.ts";
import { problemText } from "#src/shell/problem-text.ts";
import { useSetNote } from "./use-set-note.ts";

export interface NoteFormProps {
  runId: string;
  /** As it was when writing began: what others write meanwhile is not written over. */
  note: RunNote;
  onDone: () => void;
}

export function NoteForm({ runId, note, onDone }: NoteFormProps) {
  const [begun] = useState(note);
  const [text, setText] = useState(note.text);
  const [isShown, setShown] = useState(false);
  const put = useSetNote(runId, onDone);
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (!put.isPending) put.mutate({ text, basedOn: begun.version });
  };
  const isChanged = note.version !== begun.version;
  return (
    <form onSubmit={save} onKeyDown={submitByKey} className="grid gap-2 rounded-lg border bg-surface p-3">
      {isShown ? (
        <div className="min-h-24 rounded-md border px-3 py-2">
          {text.trim() ? <Markdown text={text} className="max-w-[78ch]" /> : <p className="text-ink-3">Nothing to show yet.</p>}
        </div>
      ) : (
        <Textarea
          aria-label="Note"
          autoFocus
          rows={Math.min(20, Math.max(5, text.split("\n").length + 1))}
          maxLength={runNoteMax}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      )}
      {(isChanged || put.error) && (
        <p role="alert" className="text-bad text-small">
          {put.error
            ? problemText(put.error).detail
            : "Somebody else changed the note meanwhile. Copy yours, cancel, and look at what is new."}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" tone="primary" busy={put.isPending}>
          Save note
        </Button>
        <Button onClick={() => setShown(!isShown)}>{isShown ? "Go on writing" : "Preview"}</Button>
        <Button tone="ghost" onClick={onDone}>
          Cancel
        </Button>
        <span className="ml-auto text-ink-3 text-small">
          Markdown, {formatCount(text.length)} of {formatCount(runNoteMax)} characters
        </span>
      </div>
    </form>
  );
}
