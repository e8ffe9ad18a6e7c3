"use client";
import { ErrorState } from "@plumbline/ui/states";

/** What a page shows when drawing it failed. */
export function PageError({ digest, onRetry }: { digest: string | undefined; onRetry: () => void }) {
  return (
    <main className="grid min-h-dvh flex-1 place-items-center">
      <ErrorState
        title="This page could not be shown"
        detail="Something went wrong while it was drawn. Nothing you saved is lost."
        requestId={digest}
        onRetry={onRetry}
      />
    </main>
  );
}
