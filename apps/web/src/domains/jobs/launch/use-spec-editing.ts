"use client";
import { useEffect, useMemo, useRef, useState } from "react";
import { useKept } from "#src/components/kept.ts";
import { useApi } from "#src/shell/api.tsx";
import { firstSpec } from "../first-job.ts";
import type { SpecEditing } from "./spec-context.tsx";
import { readSpec, withValue } from "./spec-document.ts";
import { useSpecPreview } from "./use-spec-preview.ts";

const keepAfterMs = 500;

/** The text of a spec, what it says and what is wrong in it. What was changed is kept in the browser until it is submitted. */
export function useSpecEditing(initial: string) {
  const { workspace } = useApi();
  const [text, setText] = useState(initial);
  const [, keep] = useKept(`job-draft.${workspace}`);
  const isForgotten = useRef(false);
  const unkept = useRef<string>(undefined);
  const read = useMemo(() => readSpec(text), [text]);
  const preview = useSpecPreview(text);
  useEffect(() => {
    if (text === initial || isForgotten.current) return;
    unkept.current = text;
    const timer = setTimeout(() => {
      unkept.current = undefined;
      keep(text);
    }, keepAfterMs);
    return () => clearTimeout(timer);
  }, [text, initial, keep]);
  // Whoever leaves at once loses nothing either.
  useEffect(
    () => () => {
      if (unkept.current !== undefined && !isForgotten.current) keep(unkept.current);
    },
    [keep],
  );
  const editing: SpecEditing = {
    text,
    value: read.value,
    problems: preview.problems,
    setText,
    set: (path, value) => setText((last) => withValue(last, path, value)),
  };
  const forget = () => {
    isForgotten.current = true;
    keep(undefined);
  };
  const startOver = () => {
    keep(undefined);
    setText(firstSpec);
  };
  return { editing, preview, forget, startOver };
}
