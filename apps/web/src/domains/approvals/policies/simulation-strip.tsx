import type { PolicySimulation } from "@plumbline/contracts/approvals/policy";
import { Time } from "@plumbline/ui/time";
import { clsx } from "clsx";
import { X } from "lucide-react";
import { simulationWords } from "./simulation-words.ts";

type Item = PolicySimulation["items"][number];

/** Every past decision as a square, oldest first: crossed out where the draft stops it, marked where it was rolled back later. */
export function SimulationStrip({ simulation }: { simulation: PolicySimulation }) {
  const { items } = simulation;
  const [first, last] = [items[0], items.at(-1)];
  if (!(first && last)) return null;
  return (
    <>
      <div role="img" aria-label={simulationWords(simulation).lead} className="mt-2 mb-3 flex flex-wrap gap-x-[3px] gap-y-2.5">
        {items.map((item) => (
          <Square key={item.requestNumber} item={item} />
        ))}
      </div>
      <p className="flex flex-wrap justify-between gap-x-3 text-ink-3 text-small">
        <Time at={Date.parse(first.decidedAt)} style="date" />
        <Legend />
        {first !== last && <Time at={Date.parse(last.decidedAt)} style="date" />}
      </p>
    </>
  );
}

function Square({ item }: { item: Item }) {
  return (
    <span
      title={`${item.title}: ${item.passes ? "passes" : "blocked"}${item.since === "rolled-back" ? ", later rolled back" : ""}`}
      className={clsx(
        "relative grid h-[22px] max-w-6 min-w-3 flex-1 place-items-center rounded-[3px] border",
        item.passes ? "border-line bg-sunken" : "border-bad bg-bad-soft text-bad",
      )}
    >
      {!item.passes && <X className="size-3 stroke-[2.5]" />}
      {item.since === "rolled-back" && <Triangle className="absolute top-[23px]" />}
    </span>
  );
}

function Legend() {
  return (
    <span className="flex flex-wrap gap-x-4">
      <span className="inline-flex items-center gap-1.5">
        <i className="inline-grid size-3.5 place-items-center rounded-[3px] border border-bad bg-bad-soft text-bad">
          <X className="size-2.5 stroke-[3]" aria-hidden="true" />
        </i>
        blocked
      </span>
      <span className="inline-flex items-center gap-1.5">
        <i className="inline-block size-3.5 rounded-[3px] border border-line-strong bg-sunken" />
        passes
      </span>
      <span className="inline-flex items-center gap-1.5">
        <Triangle />
        later rolled back
      </span>
    </span>
  );
}

function Triangle({ className }: { className?: string }) {
  return (
    <svg aria-hidden="true" width="9" height="8" className={className}>
      <path d="M4.5 0L9 8H0Z" className="fill-warn" />
    </svg>
  );
}
