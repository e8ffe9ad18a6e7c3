"use client";
import type { Report, ReportVersion } from "@plumbline/contracts/experiments/report";
import { Button } from "@plumbline/ui/button";
import { Dialog } from "@plumbline/ui/dialog";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Loaded } from "#src/components/loaded.tsx";
import { useApi } from "#src/shell/api.tsx";
import { problemText } from "#src/shell/problem-text.ts";
import { useVersionChoice, VersionBrowser } from "../run/talk/version-browser.tsx";
import { reportVersionsQuery } from "./queries.ts";
import { useUpdateReport } from "./use-report-acts.ts";

/** What the report said before, version by version, and the way back to it. */
export function ReportHistory({ report, onClose }: { report: Report; onClose: () => void }) {
  const query = useInfiniteQuery(reportVersionsQuery(useApi(), report.reportId));
  const versions = query.data?.pages.flatMap(({ items }) => items).map(({ revision, ...rest }) => ({ ...rest, version: revision })) ?? [];
  const choice = useVersionChoice(versions);
  const update = useUpdateReport(report.reportId, onClose);
  const isSame = choice.shown?.text === report.text && choice.shown.title === report.title;
  const restore = ({ title, text }: Pick<ReportVersion, "title" | "text">) => update.mutate({ basedOn: report.revision, title, text });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      width="wide"
      title={`History of ${report.title}`}
      footer={
        <>
          {update.error && (
            <p role="alert" className="mr-auto text-bad text-small">
              {problemText(update.error).detail}
            </p>
          )}
          <Button onClick={onClose}>Close</Button>
          {report.isEditable && (
            <Button
              tone="primary"
              busy={update.isPending}
              denied={isSame ? "The report says this already" : undefined}
              onClick={() => choice.shown && restore(choice.shown)}
            >
              Restore this version
            </Button>
          )}
        </>
      }
    >
      <Loaded query={query} what="The history" skeleton={<SkeletonRows label="The history is being read" columns={[120, 200]} />}>
        {() => (
          <VersionBrowser versions={versions} choice={choice}>
            {query.hasNextPage && (
              <Button size="small" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                Earlier versions
              </Button>
            )}
          </VersionBrowser>
        )}
      </Loaded>
    </Dialog>
  );
}
