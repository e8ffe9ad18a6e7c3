import { RunLogs } from "#src/domains/jobs/of-run/run-logs.tsx";

export default function LogsPage() {
  return <RunLogs />;
}
