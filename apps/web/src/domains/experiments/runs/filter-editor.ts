"use client";
import type { RefusedPlace } from "@plumbline/contracts/problem";
import type { Completion, FilterVocabulary } from "@plumbline/contracts/query/complete";
import { type RefObject, useEffect, useState } from "react";
import { flushSync } from "react-dom";

export interface FilterEditorInput {
  /** The filter in force. */
  value: string;
  onApply: (filter: string) => void;
  vocabulary: FilterVocabulary;
  field: RefObject<HTMLInputElement | null>;
  /** The place in the filter in force that the server refused. */
  refused: RefusedPlace | undefined;
}

/** The language itself, fetched when there is a filter or somebody begins one. */
type Language = typeof import("./filter-language.ts");

const nothingOffered = { from: 0, to: 0, items: [] };

/** The state of a filter that is being typed: its text, what may come next, and what is wrong with it. */
export function useFilterEditor({ value, onApply, vocabulary, field, refused }: FilterEditorInput) {
  const [text, setText] = useState(value);
  const [applied, setApplied] = useState(value);
  const [caret, setCaret] = useState(value.length);
  const [isOpen, setOpen] = useState(false);
  const [chosen, setChosen] = useState(-1);
  const [isTried, setTried] = useState(false);
  // The address changed by another way than this field, such as the back key.
  if (value !== applied) {
    setApplied(value);
    setText(value);
  }
  const { language, want, whenThere } = useLanguage(value !== "");
  const offered = language?.complete(text, caret, vocabulary) ?? nothingOffered;
  const items = isOpen ? offered.items : [];
  const problem = language?.problemOf(text);

  const change = (next: string, at: number) => {
    setText(next);
    setCaret(at);
    setChosen(-1);
    setOpen(true);
    setTried(false);
  };
  const accept = (item: Completion) => {
    const { next, at } = insert(text, offered, item);
    // At once: whoever types on at speed types behind what was inserted, and not where the caret was before.
    flushSync(() => change(next, at));
    field.current?.setSelectionRange(at, at);
  };
  const apply = (filter: string) => {
    setOpen(false);
    setTried(true);
    const accepted = () => {
      setApplied(filter.trim());
      onApply(filter.trim());
    };
    if (filter.trim() === "") return accepted();
    whenThere(({ problemOf }) => {
      // Whoever typed on meanwhile means another filter.
      const isMeant = language !== undefined || field.current?.value === filter;
      if (isMeant && !problemOf(filter)) accepted();
    });
  };
  const step = (by: number) => {
    setOpen(true);
    const count = offered.items.length;
    if (count > 0) setChosen(isOpen ? (Math.max(chosen, by > 0 ? -1 : 0) + by + count) % count : 0);
  };
  return {
    text,
    pieces: language?.filterPieces(text, problem ?? (text === value ? refused : undefined)) ?? [
      { text, kind: "plain" as const, isWrong: false },
    ],
    want,
    items,
    chosen,
    // What is not finished yet is no mistake until it is tried.
    problem: problem && (isTried || problem.offset < text.length) ? problem : undefined,
    change,
    accept,
    apply,
    step,
    moveCaret: setCaret,
    close: () => setOpen(false),
    clear: () => {
      setText("");
      setCaret(0);
      apply("");
    },
  };
}

function useLanguage(isWantedAtFirst: boolean) {
  const [isWanted, setWanted] = useState(isWantedAtFirst);
  const [language, setLanguage] = useState<Language>();
  useEffect(() => {
    if (isWanted) void import("./filter-language.ts").then(setLanguage);
  }, [isWanted]);
  return {
    language,
    want: () => setWanted(true),
    /** Now, or as soon as it has arrived: somebody may type faster than it does. */
    whenThere: (act: (language: Language) => void) => {
      if (language) act(language);
      else void import("./filter-language.ts").then(act);
    },
  };
}

/** Puts the completion in place of the word it completes, and a space after it where one can follow. */
function insert(text: string, place: { from: number; to: number }, item: Pick<Completion, "insert">): { next: string; at: number } {
  const after = text.slice(place.to);
  const space = /[.(]$/.test(item.insert) || after.startsWith(" ") ? "" : " ";
  const head = text.slice(0, place.from) + item.insert + space;
  return { next: head + after, at: head.length };
}
