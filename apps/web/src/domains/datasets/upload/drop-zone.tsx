"use client";
import { Button } from "@plumbline/ui/button";
import { clsx } from "clsx";
import { Upload } from "lucide-react";
import { type DragEvent, type ReactNode, useEffect, useEffectEvent, useRef, useState } from "react";
import { useHydrated } from "#src/components/hydrated.ts";

export const tableFiles = ".csv,.parquet,.pq";

export interface DropZoneProps {
  onFiles: (files: readonly File[]) => void;
  /** What becomes of a file that is dropped here. */
  children: ReactNode;
  className?: string;
}

/** A place to drop files on, with a button for whoever has no mouse. */
export function DropZone({ onFiles, children, className }: DropZoneProps) {
  const picker = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const isListening = useHydrated();
  const take = (files: FileList | null) => {
    if (files && files.length > 0) onFiles([...files]);
  };
  const takePicked = () => {
    if (!picker.current) return;
    take(picker.current.files);
    picker.current.value = "";
  };
  const takeEarly = useEffectEvent(takePicked);
  // Chosen while the page was still the one that the server drew: nobody heard of it. Not before the whole page
  // listens, for what becomes of the file may stand in the address.
  useEffect(() => {
    if (isListening) takeEarly();
  }, [isListening]);
  const onDragOver = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return (
    <section
      aria-label="Upload"
      aria-busy={!isListening}
      onDragOver={onDragOver}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
      className={clsx(
        "flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md border border-dashed px-3 py-2.5 transition-colors",
        isOver ? "border-accent bg-accent-soft" : "border-line-strong",
        className,
      )}
    >
      <Button onClick={() => picker.current?.click()}>
        <Upload className="icon-small" aria-hidden="true" />
        Choose a file
      </Button>
      <p className="min-w-0 flex-1 basis-48 text-ink-2">{children}</p>
      <input
        ref={picker}
        type="file"
        multiple
        accept={tableFiles}
        aria-label="File to upload"
        tabIndex={-1}
        className="sr-only"
        onChange={takePicked}
      />
    </section>
  );
}
