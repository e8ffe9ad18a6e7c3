"use client";
import { PageError } from "#src/components/page-error.tsx";

interface Props {
  error: Error & { digest?: string };
  reset: () => void;
}

export default function WorkspaceError({ error, reset }: Props) {
  return <PageError digest={error.digest} onRetry={reset} />;
}
