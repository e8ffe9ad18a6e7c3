import type { ReactNode } from "react";

export function Kbd(props: { children: ReactNode }) {
  return (
    <kbd className="inline-block whitespace-nowrap rounded-sm border bg-bg px-1 font-sans text-caption text-ink-3 leading-4">
      {props.children}
    </kbd>
  );
}
