import { RunsPage } from "#src/domains/experiments/runs/runs-page.tsx";

interface Props {
  params: Promise<{ experimentId: string }>;
}

export default async function ExperimentPage({ params }: Props) {
  return <RunsPage experimentId={(await params).experimentId} />;
}
