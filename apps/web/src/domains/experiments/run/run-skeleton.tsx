import { Panel } from "@plumbline/ui/panel";
import { Skeleton, SkeletonRows } from "@plumbline/ui/skeleton";

export function RunSkeleton() {
  return (
    <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_400px]">
      <div className="grid gap-2.5 sm:grid-cols-2">
        {[0, 1, 2, 3].map((at) => (
          <div key={at} className="h-[196px] rounded-lg border bg-surface p-3">
            <Skeleton width={90} />
          </div>
        ))}
      </div>
      <Panel title={<Skeleton width={90} />} flush>
        <SkeletonRows label="The run is being read" rows={6} columns={[90, 190]} />
      </Panel>
    </div>
  );
}
