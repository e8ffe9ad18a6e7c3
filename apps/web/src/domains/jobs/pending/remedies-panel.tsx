"use client";
import type { JobDetail } from "@plumbline/contracts/jobs/job";
import type { Remedy } from "@plumbline/contracts/quotas/pending";
import { Panel } from "@plumbline/ui/panel";
import { clsx } from "clsx";
import { ChevronsUp, Coins, Gauge, type LucideIcon, Minimize2, Pause, Shuffle } from "lucide-react";
import { RemedyButton } from "./remedy-button.tsx";

const icons: Readonly<Record<Remedy["kind"], LucideIcon>> = {
  "switch-flavour": Shuffle,
  "fewer-gpus": Minimize2,
  "suspend-own": Pause,
  "raise-priority": ChevronsUp,
  "request-quota": Gauge,
  "raise-budget": Coins,
};

/** What would start it sooner, each with what it does and a button that does it. */
export function RemediesPanel({ job, remedies }: { job: JobDetail; remedies: readonly Remedy[] }) {
  return (
    <Panel title="What would start it sooner" aside="checked against the queue as it is now" flush>
      <ul>
        {remedies.map((remedy) => {
          const Icon = icons[remedy.kind];
          return (
            <li
              key={`${remedy.kind} ${remedy.title}`}
              className="flex flex-wrap items-center gap-x-2.5 gap-y-1 border-b px-3 py-1.5 last:border-0 sm:grid sm:grid-cols-[20px_minmax(0,1fr)_200px_100px]"
            >
              <Icon className="icon text-ink-3" aria-hidden="true" />
              <div className="min-w-0 max-sm:flex-[1_0_calc(100%-32px)]">
                <p className="font-medium">{remedy.title}</p>
                <p className="text-ink-3 text-small">{remedy.detail}</p>
              </div>
              <p className={clsx("tabular-nums max-sm:ml-[25px] max-sm:flex-1", remedy.action ? "font-medium" : "text-ink-3")}>
                {remedy.effect}
              </p>
              <span className="justify-self-end">
                <RemedyButton job={job} remedy={remedy} />
              </span>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
