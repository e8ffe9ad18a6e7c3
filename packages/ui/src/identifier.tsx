"use client";
import { clsx } from "clsx";
import { Check, Copy } from "lucide-react";
import { useCopy } from "./copy-button.tsx";

export interface IdentifierProps {
  value: string;
  /** What it identifies, for its accessible name: "run id". */
  what: string;
  /** Letters shown; the copy is always whole. */
  length?: number;
  className?: string;
}

/** An id: short, monospaced, whole on hover, copied by a press. */
export function Identifier({ value, what, length = 8, className }: IdentifierProps) {
  const [isCopied, copy] = useCopy(value);
  const short = value.length > length ? value.slice(0, length) : value;
  return (
    <button
      type="button"
      onClick={copy}
      title={value}
      className={clsx("code inline-flex min-h-6 items-center gap-1.5 rounded-sm text-ink-3 transition-colors hover:text-ink", className)}
    >
      <span>
        <span className="sr-only">
          {isCopied ? "Copied" : "Copy"} {what}{" "}
        </span>
        {short}
      </span>
      {isCopied ? <Check className="size-3 text-good" /> : <Copy className="size-3" />}
    </button>
  );
}
