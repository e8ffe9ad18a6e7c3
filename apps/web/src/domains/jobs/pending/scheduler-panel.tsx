import type { Pending } from "@plumbline/contracts/quotas/pending";
import { KeyValues } from "@plumbline/ui/key-values";
import { Panel } from "@plumbline/ui/panel";
import { Time } from "@plumbline/ui/time";

/** What the cluster's own scheduler says, letter by letter. */
export function SchedulerPanel({ scheduler }: { scheduler: NonNullable<Pending["scheduler"]> }) {
  return (
    <Panel title="In Kueue's words" actions={<Time at={Date.parse(scheduler.at)} className="text-ink-3" />}>
      <KeyValues
        rows={[
          ["ClusterQueue", <span key="queue" className="code">{`${scheduler.clusterQueue} · ${scheduler.strategy}`}</span>],
          [
            "Condition",
            <span key="condition" className="code">
              {scheduler.condition}
            </span>,
          ],
        ]}
      />
      <p className="code wrap-anywhere mt-2.5 rounded-md bg-sunken px-2.5 py-2 text-ink-2 leading-[18px]">{scheduler.message}</p>
    </Panel>
  );
}
