import { MetricsPart } from "#src/domains/experiments/run/metrics-part.tsx";

export default function MetricsPage() {
  return <MetricsPart />;
}
