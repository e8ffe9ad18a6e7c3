import { Panel } from "@plumbline/ui/panel";
import { Skeleton, SkeletonRows } from "@plumbline/ui/skeleton";

export function HomeSkeleton() {
  return (
    <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_360px]">
      <Panel title={<Skeleton width={110} />} flush>
        <SkeletonRows label="Runs are being read" columns={[150, 80, 70, 60, 50]} />
      </Panel>
      <Panel title={<Skeleton width={90} />} flush>
        <SkeletonRows label="Experiments are being read" rows={5} columns={[140, 60]} />
      </Panel>
    </div>
  );
}
