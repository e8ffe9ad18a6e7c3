import { SkeletonRows } from "@plumbline/ui/skeleton";

export function LogSkeleton() {
  return (
    <div className="h-[468px] overflow-hidden rounded-lg border bg-surface">
      <SkeletonRows label="The log is being read" rows={14} columns={[50, 60, 360]} />
    </div>
  );
}

export function ResourcesSkeleton() {
  return (
    <div className="h-[468px] overflow-hidden rounded-lg border bg-surface">
      <SkeletonRows label="Use of resources is being read" rows={3} columns={[120, 200]} />
    </div>
  );
}

export function PhasesSkeleton() {
  return (
    <div className="h-36 overflow-hidden rounded-lg border bg-surface">
      <SkeletonRows label="Phases are being read" rows={3} columns={[60, 420]} />
    </div>
  );
}

export function FiguresSkeleton() {
  return (
    <div className="h-[76px] overflow-hidden rounded-lg border bg-surface">
      <SkeletonRows label="Figures are being read" rows={2} columns={[90, 120, 90, 120, 90, 120]} />
    </div>
  );
}
