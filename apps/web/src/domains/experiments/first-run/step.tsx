import { clsx } from "clsx";
import { Check } from "lucide-react";
import type { ReactNode } from "react";

export interface StepProps {
  number: number;
  title: string;
  state: "todo" | "now" | "done";
  /** Beside the title: what was seen of this step. */
  note?: ReactNode;
  controls?: ReactNode;
  isLast?: boolean;
  children: ReactNode;
}

export function Step({ number, title, state, note, controls, isLast = false, children }: StepProps) {
  return (
    <li className="relative grid grid-cols-[24px_minmax(0,1fr)] gap-x-3.5 px-4 pt-3.5 last:pb-4">
      {!isLast && <span aria-hidden="true" className="absolute top-10 -bottom-3.5 left-[27.5px] border-l border-line-strong" />}
      <span
        className={clsx(
          "z-[1] grid size-6 place-items-center rounded-full border font-semibold text-small",
          state === "done" && "border-transparent bg-good-soft text-good",
          state === "now" && "border-accent bg-accent text-accent-ink",
          state === "todo" && "border-line-strong bg-surface text-ink-2",
        )}
      >
        {state === "done" ? <Check className="size-[13px] stroke-[2.5]" aria-label={`Step ${number} done`} /> : number}
      </span>
      <div className="min-w-0">
        <div className="mb-1.5 flex min-h-6 flex-wrap items-center gap-x-2.5 gap-y-1">
          <h2 className="font-semibold">{title}</h2>
          {note && <span className="min-w-0 text-ink-3">{note}</span>}
          {controls && <span className="ml-auto max-w-full overflow-x-auto">{controls}</span>}
        </div>
        {children}
      </div>
    </li>
  );
}
