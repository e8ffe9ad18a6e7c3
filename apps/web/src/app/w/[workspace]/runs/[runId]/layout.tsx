import type { ReactNode } from "react";
import { RunFrame } from "#src/domains/experiments/run/run-frame.tsx";

interface Props {
  params: Promise<{ runId: string }>;
  children: ReactNode;
}

export default async function RunLayout({ params, children }: Props) {
  return <RunFrame runId={decodeURIComponent((await params).runId)}>{children}</RunFrame>;
}
