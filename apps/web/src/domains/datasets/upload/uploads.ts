"use client";
import { type MadeVersion, uploadVersion } from "@plumbline/contracts/datasets/version";
import { useSyncExternalStore } from "react";
import { sendFile } from "#src/components/send-file.ts";
import type { WorkspaceApi } from "#src/shell/api.tsx";

/** A file on its way. Uploads outlive the page that began them: the portal can be walked through meanwhile. */
export interface Upload {
  id: number;
  workspace: string;
  dataset: string;
  fileName: string;
  totalBytes: number;
  sentBytes: number;
  state: "sending" | "done" | "failed";
  made: MadeVersion | undefined;
  error: unknown;
  cancel: () => void;
  again: () => void;
}

let uploads: readonly Upload[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function replace(next: readonly Upload[]): void {
  uploads = next;
  if (typeof window !== "undefined") window.onbeforeunload = next.some(({ state }) => state === "sending") ? warn : null;
  for (const listener of listeners) listener();
}

/** Leaving the portal would cut what is on its way. */
const warn = (event: BeforeUnloadEvent) => event.preventDefault();

const change = (id: number, values: Partial<Upload>) =>
  replace(uploads.map((upload) => (upload.id === id ? { ...upload, ...values } : upload)));

export const forget = (id: number) => replace(uploads.filter((upload) => upload.id !== id));

/** Sends a file as the next version of a dataset. */
export function startUpload(api: WorkspaceApi, dataset: string, file: File): void {
  lastId += 1;
  const id = lastId;
  const abort = new AbortController();
  const { workspace } = api;
  const upload: Upload = {
    id,
    workspace,
    dataset,
    fileName: file.name,
    totalBytes: file.size,
    sentBytes: 0,
    state: "sending",
    made: undefined,
    error: undefined,
    cancel: () => {
      abort.abort();
      forget(id);
    },
    again: () => {
      forget(id);
      startUpload(api, dataset, file);
    },
  };
  replace([...uploads, upload]);
  const address = api.url(uploadVersion, { dataset, name: file.name });
  sendFile<MadeVersion>({ address, workspace, file, signal: abort.signal, onProgress: (sentBytes) => change(id, { sentBytes }) }).then(
    (made) => change(id, { state: "done", made }),
    (error: unknown) => change(id, { state: "failed", error }),
  );
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const none: readonly Upload[] = [];

/** Files on their way into a dataset, and what became of those before. */
export function useUploads(workspace: string, dataset: string): readonly Upload[] {
  const all = useSyncExternalStore(
    subscribe,
    () => uploads,
    () => none,
  );
  return all.filter((upload) => upload.workspace === workspace && upload.dataset === dataset);
}
