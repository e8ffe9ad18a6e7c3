import type { ClusterFinding } from "@plumbline/contracts/clusters/reading";
import { Panel, PanelRow } from "@plumbline/ui/panel";

/** What whoever runs the cluster would want to know. */
export function FindingsPanel({ findings }: { findings: readonly ClusterFinding[] }) {
  return (
    <Panel flush title="Worth a look" aside="found while reading">
      {findings.map(({ title, detail }) => (
        <PanelRow key={`${title} ${detail}`} className="flex-wrap gap-y-0">
          <span className="min-w-0 basis-72 font-medium">{title}</span>
          <span className="wrap-anywhere min-w-0 flex-1 basis-64 text-ink-2">{detail}</span>
        </PanelRow>
      ))}
    </Panel>
  );
}
