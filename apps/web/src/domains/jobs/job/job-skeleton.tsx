import { Skeleton, SkeletonRows } from "@plumbline/ui/skeleton";

/** A job's page before it is there. */
export function JobSkeleton() {
  return (
    <div role="status" aria-label="The job is being read" className="grid gap-3">
      <div className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border bg-line sm:grid-cols-3 xl:grid-cols-6">
        {["progress", "end", "metric", "use", "memory", "cost"].map((name) => (
          <div key={name} className="grid h-[76px] content-center gap-2.5 bg-surface px-3.5">
            <Skeleton width={60} />
            <Skeleton width={110} />
          </div>
        ))}
      </div>
      <div className="rounded-lg border bg-surface">
        <SkeletonRows label="Phases are being read" rows={3} columns={[60, 420]} />
      </div>
      <div className="rounded-lg border bg-surface">
        <SkeletonRows label="The log is being read" rows={10} columns={[50, 60, 360]} />
      </div>
    </div>
  );
}
