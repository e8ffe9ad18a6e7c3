"use client";
import { discardDraft, saveDraft } from "@plumbline/contracts/approvals/policy";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useApi } from "#src/shell/api.tsx";

export interface DraftInput {
  name: string;
  /** The text that is in force; empty for none. */
  published: string;
  kept: { source: string; savedAt: string } | null;
}

const saveAfterMs = 900;

/** The text that somebody works on. It is kept by itself, and when they leave; the text in force needs no keeping. */
export function useDraft({ name, published, kept }: DraftInput) {
  const api = useApi();
  const client = useQueryClient();
  const [text, setText] = useState(kept?.source ?? published);
  const [saved, setSaved] = useState({ text: kept?.source ?? published, at: kept ? Date.parse(kept.savedAt) : undefined });
  const save = useMutation({
    mutationFn: async (source: string) => {
      if (source === published) await api.call(discardDraft, { policy: name });
      else await api.call(saveDraft, { policy: name, source });
      return source;
    },
    onSuccess: (source) => {
      setSaved({ text: source, at: source === published ? undefined : Date.now() });
      // Kept, so that whoever comes back finds it; not read again, or it would fall behind what is being written.
      client.setQueryData(
        [api.workspace, "policy", name, "workspace"],
        (last: { draft: unknown } | undefined) =>
          last && { ...last, draft: source === published ? null : { source, savedAt: new Date().toISOString() } },
      );
    },
  });
  const isUnsaved = text !== saved.text;
  const { mutate } = save;
  useEffect(() => {
    if (!isUnsaved) return;
    const timer = setTimeout(() => mutate(text), saveAfterMs);
    return () => clearTimeout(timer);
  }, [text, isUnsaved, mutate]);
  const latest = useRef({ text, isUnsaved });
  useEffect(() => {
    latest.current = { text, isUnsaved };
  });
  useEffect(() => {
    const flush = () => {
      if (latest.current.isUnsaved) mutate(latest.current.text);
    };
    window.addEventListener("pagehide", flush);
    return () => {
      window.removeEventListener("pagehide", flush);
      flush();
    };
  }, [mutate]);
  return { text, setText, isUnsaved, savedAt: saved.at, error: save.error, retry: () => mutate(text) };
}
