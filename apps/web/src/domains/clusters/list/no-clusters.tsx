import { Button } from "@plumbline/ui/button";
import { EmptyState } from "@plumbline/ui/states";
import { Server } from "lucide-react";

/** Before the first cluster: what registering does and does not do, or who can. */
export function NoClusters({ onRegister }: { onRegister: (() => void) | undefined }) {
  if (!onRegister) {
    return (
      <EmptyState icon={<Server />} title="No clusters yet">
        Jobs run on the platform's own machines. Whoever administers the platform can register a Kubernetes cluster.
      </EmptyState>
    );
  }
  const action = (
    <Button tone="primary" onClick={onRegister}>
      Register cluster
    </Button>
  );
  return (
    <EmptyState icon={<Server />} title="No clusters yet" action={action}>
      Registering reads a cluster and writes nothing to it. Within a minute you see its GPUs by pool, guaranteed, borrowed and idle, and one
      sentence for each workload that waits. A kubeconfig that may only read is enough.
    </EmptyState>
  );
}
