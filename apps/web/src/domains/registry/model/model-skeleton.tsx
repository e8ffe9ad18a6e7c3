import { Panel } from "@plumbline/ui/panel";
import { Skeleton, SkeletonRows } from "@plumbline/ui/skeleton";

/** Two columns of panels, as the pages of models and versions have them. */
export function PanelsSkeleton({ what }: { what: string }) {
  return (
    <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_minmax(0,0.9fr)]">
      <Panel title={<Skeleton width={90} />} flush>
        <SkeletonRows label={`The ${what} is being read`} columns={[60, 110, 160, 80]} />
      </Panel>
      <Panel title={<Skeleton width={90} />}>
        <Skeleton className="h-6!" width="100%" />
      </Panel>
    </div>
  );
}
