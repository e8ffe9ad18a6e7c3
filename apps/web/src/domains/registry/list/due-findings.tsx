import { Time } from "@plumbline/ui/time";
import { TriangleAlert } from "lucide-react";
import { useInBrowser } from "#src/components/in-browser.ts";

/** Whether an instant has passed; on the server, whose page is read later, nothing is late yet. */
export function useIsLate(instant: string | null): boolean {
  return useInBrowser(
    () => instant !== null && Date.parse(instant) < Math.floor(Date.now() / 60_000) * 60_000,
    () => false,
  );
}

/** An instant by which something is due, marked where it has passed. */
export function DueDate({ at, isLate }: { at: string; isLate: boolean }) {
  if (!isLate) return <Time at={Date.parse(at)} style="date" />;
  return (
    <span className="inline-flex items-center gap-1 font-medium text-bad">
      <TriangleAlert className="icon-small" role="img" aria-label="Late:" />
      <Time at={Date.parse(at)} style="date" />
    </span>
  );
}

/** How many findings are open, and by when the next has to be closed. */
export function DueFindings({ open, dueAt }: { open: number; dueAt: string | null }) {
  const isLate = useIsLate(dueAt);
  if (open === 0) return <span className="text-ink-3">none</span>;
  return (
    <span className="flex items-center gap-1.5 whitespace-nowrap tabular-nums">
      {open}
      {dueAt && (
        <span className="flex gap-1 text-ink-3">
          {!isLate && "by"}
          <DueDate at={dueAt} isLate={isLate} />
        </span>
      )}
    </span>
  );
}
