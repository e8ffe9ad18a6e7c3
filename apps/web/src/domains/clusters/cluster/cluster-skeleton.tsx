import { SkeletonRows } from "@plumbline/ui/skeleton";

/** The page's shape while it is on its way. */
export function ClusterSkeleton({ hasBanner = true }: { hasBanner?: boolean }) {
  return (
    <div className="grid gap-3">
      {hasBanner && <div className="h-11 animate-pulse rounded-lg bg-sunken" />}
      <div className="rounded-lg border bg-surface">
        <SkeletonRows label="The cluster is being read" rows={6} columns={[120, 700, 220]} />
      </div>
      <div className="rounded-lg border bg-surface">
        <SkeletonRows label="What waits is being read" rows={5} columns={[180, 60, 50, 320]} />
      </div>
    </div>
  );
}
