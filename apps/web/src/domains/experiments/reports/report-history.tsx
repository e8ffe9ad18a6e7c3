"use client";
import type { Report } from "@plumbline/contracts/experiments/report";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useApi } from "#src/shell/api.tsx";
import { RestoreVersion, VersionDialog } from "../run/talk/version-dialog.tsx";
import { reportVersionsQuery } from "./queries.ts";
import { useUpdateReport } from "./use-report-acts.ts";

/** What the report said before, version by version, and the way back to it. */
export function ReportHistory({ report, onClose }: { report: Report; onClose: () => void }) {
  const query = useInfiniteQuery(reportVersionsQuery(useApi(), report.reportId));
  const update = useUpdateReport(report.reportId, onClose);
  const versions = query.data?.pages.flatMap(({ items }) => items).map(({ revision, ...rest }) => ({ ...rest, version: revision })) ?? [];
  return (
    <VersionDialog title={`History of ${report.title}`} versions={versions} query={query} onClose={onClose}>
      {({ title, text }) =>
        report.isEditable && (
          <RestoreVersion
            what="report"
            isSame={text === report.text && title === report.title}
            writing={update}
            onRestore={() => update.mutate({ basedOn: report.revision, title, text })}
          />
        )
      }
    </VersionDialog>
  );
}
