"use client";
import type { Report } from "@plumbline/contracts/experiments/report";
import { IconButton } from "@plumbline/ui/button";
import { Menu, MenuItem } from "@plumbline/ui/menu";
import { Ellipsis } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Confirm } from "#src/components/confirm.ts";
import { failToast } from "#src/components/fail-toast.ts";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { useDeleteReport, useUpdateReport } from "./use-report-acts.ts";

/** Who sees a report, and its end. */
export function ReportMenu({ report }: { report: Report }) {
  const { me, can } = useViewer();
  const { workspace } = useApi();
  const router = useRouter();
  const [isAsked, setAsked] = useState(false);
  const update = useUpdateReport(report.reportId);
  const remove = useDeleteReport(report.reportId, () => router.push(paths.reports(workspace)));
  const share = () =>
    update.mutate(
      { basedOn: report.revision, isShared: !report.isShared },
      { onError: (error) => failToast("Who sees the report could not be changed", error, share) },
    );
  const mayShare = can("view:share") && (!report.isShared || report.owner.id === me.id);
  const trigger = (
    <IconButton label="More for this report" tone="plain">
      <Ellipsis className="icon-small" />
    </IconButton>
  );
  return (
    <>
      <Menu trigger={trigger}>
        {mayShare && <MenuItem onSelect={share}>{report.isShared ? "Make it private" : "Share with the workspace"}</MenuItem>}
        <MenuItem tone="danger" onSelect={() => setAsked(true)}>
          Delete
        </MenuItem>
      </Menu>
      {isAsked && (
        <Confirm
          open
          onOpenChange={setAsked}
          title={`Delete ${report.title}`}
          description="The report goes with all its versions, for everybody, and cannot be restored. The runs stay."
          action="Delete report"
          busy={remove.isPending}
          onConfirm={() =>
            remove.mutate(undefined, { onError: (error) => failToast("The report could not be deleted", error, () => remove.mutate()) })
          }
        />
      )}
    </>
  );
}
