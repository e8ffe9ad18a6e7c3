import { Mark } from "@plumbline/ui/mark";
import type { ReactNode } from "react";

/** A page outside the workspaces: the mark, a title and one thing to do. */
export function Front(props: { title: string; lead?: ReactNode; children?: ReactNode; foot?: ReactNode }) {
  return (
    <main className="grid min-h-dvh content-start justify-items-center px-4 pb-8">
      <div className="w-full max-w-[360px]">
        <span aria-hidden="true" className="ml-[11.35px] block h-[14vh] w-[2.5px] bg-line-strong" />
        <Mark className="mb-5 h-9 w-auto text-accent" />
        <h1 className="font-semibold text-display tracking-tight">{props.title}</h1>
        {props.lead && <div className="mt-1 text-ink-2">{props.lead}</div>}
        {props.children && <div className="mt-5">{props.children}</div>}
        {props.foot && <div className="mt-6 border-t pt-3 text-ink-3 text-small">{props.foot}</div>}
      </div>
    </main>
  );
}
