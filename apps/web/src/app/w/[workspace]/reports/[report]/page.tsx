import { reportQuery } from "#src/domains/experiments/reports/queries.ts";
import { ReportPage } from "#src/domains/experiments/reports/report-page.tsx";
import { Prefetched } from "#src/shell/prefetched.tsx";

interface Props {
  params: Promise<{ workspace: string; report: string }>;
}

export default async function ReportRoute({ params }: Props) {
  const { workspace, report } = await params;
  return (
    <Prefetched workspace={workspace} begin={(client, api) => [client.prefetchQuery(reportQuery(api, report))]}>
      <ReportPage reportId={report} />
    </Prefetched>
  );
}
