import type { ClusterReading } from "@plumbline/contracts/clusters/reading";
import { KeyValues } from "@plumbline/ui/key-values";
import { Panel } from "@plumbline/ui/panel";

/** What the cluster really does at each level, which is not the same at all of them. */
export function FairnessPanel({ fairness }: Pick<ClusterReading, "fairness">) {
  return (
    <Panel title="How sharing works here">
      <KeyValues rows={fairness.map(({ scope, text }) => [scope, text] as const)} />
    </Panel>
  );
}
