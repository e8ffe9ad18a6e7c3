"use client";
import { useRef, useState } from "react";
import type { Place } from "./caret.ts";

/** What can stand at a place, and the column at which what is typed there begins. */
export interface Completion {
  items: readonly { label: string; detail: string; insert: string }[];
  from: number;
}

export type Complete = (source: string, place: Place) => Promise<Completion>;

export interface Offer extends Omit<Completion, "from"> {
  /** The line, and the column at which what is typed begins. */
  line: number;
  from: number;
  chosen: number;
}

/** What can stand at the caret: asked for by key, kept up while one types on, gone when nothing fits. */
export function useCompletion(complete: Complete) {
  const [offer, setOffer] = useState<Offer>();
  const asked = useRef(0);
  const ask = (source: string, place: Place) => {
    asked.current += 1;
    const mine = asked.current;
    complete(source, place).then(
      ({ items, from }) => {
        // Somebody who typed on meanwhile has asked anew.
        if (mine === asked.current) setOffer(items.length > 0 ? { items, line: place.line, from, chosen: 0 } : undefined);
      },
      () => setOffer(undefined),
    );
  };
  const close = () => {
    asked.current += 1;
    setOffer(undefined);
  };
  const step = (by: number) => setOffer((last) => last && { ...last, chosen: (last.chosen + by + last.items.length) % last.items.length });
  return { offer, ask, close, step };
}
