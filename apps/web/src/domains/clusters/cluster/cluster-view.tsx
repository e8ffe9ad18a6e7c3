import type { ClusterDetail } from "@plumbline/contracts/clusters/cluster";
import type { ClusterReading } from "@plumbline/contracts/clusters/reading";
import { PoolsPanel } from "../pools/pools-panel.tsx";
import { FairnessPanel } from "./fairness-panel.tsx";
import { FindingsPanel } from "./findings-panel.tsx";
import { ObjectsPanel } from "./objects-panel.tsx";
import { OutsidePanel } from "./outside-panel.tsx";
import { PendingPanel } from "./pending-panel.tsx";
import { StandingNotice } from "./standing-notice.tsx";
import { Unread } from "./unread.tsx";
import { WithoutKueue } from "./without-kueue.tsx";
import { WrittenBanner } from "./written-banner.tsx";

/** A cluster as it was last read; before that, what is being done. */
export function ClusterView({ cluster }: { cluster: ClusterDetail }) {
  const { reading } = cluster;
  return (
    <div className="grid min-w-0 gap-3">
      <WrittenBanner cluster={cluster} />
      {reading === null ? (
        <Unread cluster={cluster} />
      ) : (
        <>
          <StandingNotice cluster={cluster} readAt={reading.at} />
          {!reading.hasKueue && <WithoutKueue />}
          <PoolsPanel reading={reading} />
          <Panels cluster={cluster.name} reading={reading} />
        </>
      )}
    </div>
  );
}

function Panels({ cluster, reading }: { cluster: string; reading: ClusterReading }) {
  return (
    <div className="grid min-w-0 items-start gap-3 xl:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
      <div className="grid min-w-0 gap-3">
        <PendingPanel pending={reading.pending} at={reading.at} hasKueue={reading.hasKueue} />
        {reading.findings.length > 0 && <FindingsPanel cluster={cluster} findings={reading.findings} />}
      </div>
      <div className="grid min-w-0 gap-3">
        <OutsidePanel outside={reading.outside} measure={reading.measure} />
        {reading.objects.length > 0 && <ObjectsPanel objects={reading.objects} />}
        {reading.fairness.length > 0 && <FairnessPanel fairness={reading.fairness} />}
      </div>
    </div>
  );
}
