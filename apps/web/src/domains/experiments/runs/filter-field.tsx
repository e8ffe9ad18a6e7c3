"use client";
import { clsx } from "clsx";
import { type ComponentProps, useRef } from "react";
import type { FilterPiece } from "./filter-pieces.ts";

const colours: Record<FilterPiece["kind"], string> = {
  name: "text-accent",
  value: "text-code-string",
  word: "text-ink",
  plain: "text-ink",
};
const letters = "code whitespace-pre px-0 leading-[28px]";

/** An input whose letters are drawn by a coloured copy behind it; the two scroll as one. */
export function FilterField({ pieces, ref, ...input }: ComponentProps<"input"> & { pieces: readonly FilterPiece[] }) {
  const copy = useRef<HTMLDivElement>(null);
  return (
    <span className="relative block min-w-0 flex-1">
      <div ref={copy} aria-hidden="true" className={clsx("pointer-events-none absolute inset-0 overflow-hidden", letters)}>
        {pieces.map((piece, at) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity but their place
            key={at}
            className={clsx(colours[piece.kind], piece.isWrong && "underline decoration-bad decoration-wavy underline-offset-4")}
          >
            {piece.text}
          </span>
        ))}
      </div>
      <input
        {...input}
        ref={ref}
        type="text"
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        onScroll={(event) => {
          if (copy.current) copy.current.scrollLeft = event.currentTarget.scrollLeft;
        }}
        className={clsx("relative w-full bg-transparent text-transparent caret-ink outline-none placeholder:font-sans", letters)}
      />
    </span>
  );
}
