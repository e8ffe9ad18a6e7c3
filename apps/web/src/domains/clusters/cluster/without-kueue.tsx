import { ListX } from "lucide-react";
import { useViewer } from "#src/shell/viewer.tsx";

/** What a cluster without Kueue does not do, and what would change that. */
export function WithoutKueue() {
  const { can } = useViewer();
  return (
    <div role="note" className="flex items-start gap-2 rounded-lg border bg-surface px-4 py-2 text-ink-2">
      <ListX className="icon mt-0.5" aria-hidden="true" />
      <p className="min-w-0 flex-1">
        <strong className="font-semibold text-ink">Jobs are not queued here: the cluster has no Kueue.</strong> Whoever comes first has the
        GPUs; nobody is guaranteed any, and what finds none waits as a pod without a place in a line.{" "}
        {can("platform:compute")
          ? "To share them by quotas, install Kueue in the cluster and make a ClusterQueue: both are found within 15 minutes, or at once by “Read again”. Nothing has to be registered anew."
          : "Whoever runs the cluster can install Kueue to share them by quotas."}
      </p>
    </div>
  );
}
