"use client";
import { Input } from "@plumbline/ui/input";
import { Pencil } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";

interface InlineTextProps {
  value: string;
  /** What is edited, for assistive technology: "name of calm-otter". */
  what: string;
  maxLength: number;
  /** Left empty, it stays as it was. */
  isRequired?: boolean;
  /** Somebody else asked for it, as by a key. */
  isAsked?: boolean;
  onSave: (next: string) => void;
  onEnd?: (() => void) | undefined;
  children: ReactNode;
}

/** A text that is edited where it stands: Enter or leaving it saves, Escape leaves it as it was. */
export function InlineText({ children, isAsked = false, onEnd, ...edit }: InlineTextProps) {
  const [isEditing, setEditing] = useState(false);
  const end = () => {
    setEditing(false);
    onEnd?.();
  };
  if (isEditing || isAsked) return <Editor {...edit} onEnd={end} />;
  return (
    <span className="group/inline flex min-w-0 items-center gap-0.5">
      {children}
      <button
        type="button"
        aria-label={`Edit the ${edit.what}`}
        onClick={() => setEditing(true)}
        className="grid size-6 flex-none place-items-center rounded-sm text-ink-3 opacity-0 hover:text-ink focus-visible:opacity-100 group-hover/inline:opacity-100 pointer-coarse:opacity-100"
      >
        <Pencil className="size-3" aria-hidden="true" />
      </button>
    </span>
  );
}

function Editor({ value, what, maxLength, isRequired = false, onSave, onEnd }: Omit<InlineTextProps, "children">) {
  const input = useRef<HTMLInputElement>(null);
  const isOver = useRef(false);
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  const end = (text: string | undefined) => {
    if (isOver.current) return;
    isOver.current = true;
    const next = text?.trim();
    if (next !== undefined && next !== value && !(isRequired && next === "")) onSave(next);
    onEnd?.();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    // Where the keys go on moving through rows.
    const grid = event.currentTarget.closest<HTMLElement>('[role="grid"]');
    end(event.key === "Enter" ? event.currentTarget.value : undefined);
    grid?.focus({ preventScroll: true });
  };
  return (
    <Input
      ref={input}
      aria-label={`The ${what}`}
      defaultValue={value}
      maxLength={maxLength}
      autoComplete="off"
      spellCheck={false}
      onBlur={(event) => end(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      className="h-6! px-1.5!"
    />
  );
}
