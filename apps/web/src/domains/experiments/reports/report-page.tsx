"use client";
import type { Report } from "@plumbline/contracts/experiments/report";
import { Button } from "@plumbline/ui/button";
import { CopyButton } from "@plumbline/ui/copy-button";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { Chip } from "@plumbline/ui/status";
import { Time } from "@plumbline/ui/time";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Loaded } from "#src/components/loaded.tsx";
import { isNowhere, NoSuchPage } from "#src/components/no-such-page.tsx";
import { useOrigin } from "#src/components/origin.ts";
import { personName } from "#src/components/person-name.ts";
import { useApi } from "#src/shell/api.tsx";
import { Page, type PageProps } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { reportQuery } from "./queries.ts";
import { ReportBody } from "./report-body.tsx";
import { ReportMenu } from "./report-menu.tsx";

const ReportForm = dynamic(() => import("./report-form.tsx").then((module) => module.ReportForm));
const ReportHistory = dynamic(() => import("./report-history.tsx").then((module) => module.ReportHistory));

/** What came of it? Text with tables and charts of the runs as they are now. */
export function ReportPage({ reportId }: { reportId: string }) {
  const api = useApi();
  const query = useQuery(reportQuery(api, reportId));
  const experiments = { label: "Experiments", href: paths.experiments(api.workspace) };
  const list = { label: "Reports", href: paths.reports(api.workspace) };
  if (isNowhere(query)) return <NoSuchPage what="report" list={list} />;
  if (query.data) return <Shown report={query.data} crumbs={[experiments, list]} />;
  return (
    <Page title="Report" crumbs={[experiments, list]}>
      <Loaded query={query} what="The report" skeleton={<SkeletonRows label="The report is being read" columns={[320, 240]} />}>
        {() => null}
      </Loaded>
    </Page>
  );
}

function Shown({ report, crumbs }: { report: Report; crumbs: PageProps["crumbs"] & object }) {
  const [shown, setShown] = useState<"text" | "form" | "history">(report.text === "" && report.isEditable ? "form" : "text");
  const back = () => setShown("text");
  return (
    <Page
      title={report.title}
      crumbs={crumbs}
      aside={<Chip tone={report.isShared ? "neutral" : "warn"}>{report.isShared ? "Shared with the workspace" : "Only you see it"}</Chip>}
      lead={<Lead report={report} />}
      actions={shown !== "form" && <Acts report={report} onEdit={() => setShown("form")} onHistory={() => setShown("history")} />}
    >
      {shown === "form" ? <ReportForm report={report} onDone={back} /> : <ReportBody text={report.text} />}
      {shown === "history" && <ReportHistory report={report} onClose={back} />}
    </Page>
  );
}

function Lead({ report }: { report: Report }) {
  const { me } = useViewer();
  return (
    <span className="text-[12.5px]">
      By {personName(report.owner, me.id)}, changed <Time at={Date.parse(report.updatedAt)} style="sentence" /> by{" "}
      {personName(report.updatedBy, me.id)}. Its runs are read as they are now.
    </span>
  );
}

function Acts({ report, onEdit, onHistory }: { report: Report; onEdit: () => void; onHistory: () => void }) {
  const { workspace } = useApi();
  const origin = useOrigin();
  return (
    <>
      {report.isShared && <CopyButton text={`${origin}${paths.report(workspace, report.reportId)}`}>Link</CopyButton>}
      <Button onClick={onHistory}>History</Button>
      {report.isEditable && (
        <>
          <Button tone="primary" onClick={onEdit}>
            Edit
          </Button>
          <ReportMenu report={report} />
        </>
      )}
    </>
  );
}
