"use client";
import { useHotkeys } from "@plumbline/ui/hotkeys";
import { type RefObject, useRef } from "react";

/** A field that `/` leads to; `group` and `does` stand in the list of keys. */
export function useSearchKey(group: string, does: string): RefObject<HTMLInputElement | null> {
  const field = useRef<HTMLInputElement>(null);
  const run = (event: KeyboardEvent) => {
    event.preventDefault();
    field.current?.focus();
  };
  useHotkeys(group, [{ key: "/", does, run }]);
  return field;
}
