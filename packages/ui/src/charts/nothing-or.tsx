import type { ReactNode } from "react";

/** In place of a drawing that would be empty. */
export function NothingOr({ isNothing, height, children }: { isNothing: boolean; height: number; children: ReactNode }) {
  if (!isNothing) return children;
  return (
    <p style={{ height }} className="grid place-items-center px-3 text-center text-ink-3">
      None of the runs has a value for this
    </p>
  );
}
