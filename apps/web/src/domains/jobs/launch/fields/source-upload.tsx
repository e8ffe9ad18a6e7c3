"use client";
import { jobLimits } from "@plumbline/contracts/jobs/spec";
import { type UploadedSource, uploadSource } from "@plumbline/contracts/jobs/template";
import { Button } from "@plumbline/ui/button";
import { formatBytes } from "@plumbline/ui/format/number";
import { Status } from "@plumbline/ui/status";
import { clsx } from "clsx";
import { Upload } from "lucide-react";
import { type DragEvent, useRef, useState } from "react";
import { ProgressBar } from "#src/components/progress-bar.tsx";
import { sendFile } from "#src/components/send-file.ts";
import { useApi } from "#src/shell/api.tsx";
import { problemText } from "#src/shell/problem-text.ts";

type Sending =
  | { state: "sending"; file: File; sentBytes: number; cancel: () => void }
  | { state: "done"; file: File; made: UploadedSource }
  | { state: "failed"; file: File; error: unknown };

/** Takes an archive of code and sends it, with how far it is; its digest goes into the spec. */
export function SourceUpload({ onUploaded }: { onUploaded: (sha256: string) => void }) {
  const picker = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const { sending, send } = useSending(onUploaded);
  const onDragOver = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    send(event.dataTransfer.files[0]);
  };
  return (
    <section
      aria-label="Upload of code"
      onDragOver={onDragOver}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
      className={clsx(
        "flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md border border-dashed px-3 py-2.5",
        isOver ? "border-accent bg-accent-soft" : "border-line-strong",
      )}
    >
      <Button onClick={() => picker.current?.click()}>
        <Upload className="icon-small" aria-hidden="true" />
        Choose an archive
      </Button>
      <Standing sending={sending} onAgain={send} />
      <input
        ref={picker}
        type="file"
        accept=".gz,.tgz,application/gzip"
        aria-label="Archive of code to upload"
        tabIndex={-1}
        className="sr-only"
        onChange={(event) => {
          send(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
    </section>
  );
}

function useSending(onUploaded: (sha256: string) => void) {
  const api = useApi();
  const [sending, setSending] = useState<Sending>();
  const send = (file: File | undefined) => {
    if (!file) return;
    if (file.size > jobLimits.sourceBytes) {
      const most = formatBytes(jobLimits.sourceBytes);
      setSending({
        state: "failed",
        file,
        error: new TooLarge(`${file.name} has ${formatBytes(file.size)}; at most ${most} can be uploaded.`),
      });
      return;
    }
    const abort = new AbortController();
    const cancel = () => {
      abort.abort();
      setSending(undefined);
    };
    setSending({ state: "sending", file, sentBytes: 0, cancel });
    sendFile<UploadedSource>({
      address: api.url(uploadSource, { name: file.name }),
      workspace: api.workspace,
      file,
      signal: abort.signal,
      onProgress: (sentBytes) => setSending((last) => (last?.state === "sending" ? { ...last, sentBytes } : last)),
    }).then(
      (made) => {
        setSending({ state: "done", file, made });
        onUploaded(made.sha256);
      },
      (error: unknown) => {
        if (!abort.signal.aborted) setSending({ state: "failed", file, error });
      },
    );
  };
  return { sending, send };
}

class TooLarge extends Error {}

function Standing({ sending, onAgain }: { sending: Sending | undefined; onAgain: (file: File) => void }) {
  if (!sending) {
    return (
      <p className="min-w-0 flex-1 basis-48 text-ink-2">
        or drop a <span className="code">.tar.gz</span> of at most {formatBytes(jobLimits.sourceBytes)} here.{" "}
        <span className="code">plumb job run</span> packs a directory by itself.
      </p>
    );
  }
  const { file } = sending;
  if (sending.state === "sending") {
    return (
      <span className="flex min-w-0 flex-1 basis-64 items-center gap-3">
        <ProgressBar label={`Upload of ${file.name}`} share={file.size === 0 ? 1 : sending.sentBytes / file.size} />
        <span className="whitespace-nowrap text-ink-2 tabular-nums">
          {sending.sentBytes >= file.size ? "Being stored" : `${formatBytes(sending.sentBytes)} of ${formatBytes(file.size)}`}
        </span>
        <Button size="small" onClick={sending.cancel}>
          Cancel
        </Button>
      </span>
    );
  }
  if (sending.state === "done") {
    return (
      <span role="status" className="min-w-0 truncate">
        <Status shape="good">
          {file.name}, {formatBytes(sending.made.sizeBytes)}
        </Status>
      </span>
    );
  }
  return (
    <span role="alert" className="flex min-w-0 flex-wrap items-center gap-2 text-bad">
      {sending.error instanceof TooLarge ? sending.error.message : problemText(sending.error).detail}
      {!(sending.error instanceof TooLarge) && (
        <Button size="small" onClick={() => onAgain(file)}>
          Try again
        </Button>
      )}
    </span>
  );
}
