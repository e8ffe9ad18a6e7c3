import { deleteReport, type Report, updateReport } from "@plumbline/contracts/experiments/report";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useApi } from "#src/shell/api.tsx";
import { reportQuery } from "./queries.ts";

type Change = Partial<Pick<Report, "title" | "text" | "isShared">> & { basedOn: number };

/** Writes the next revision of a report, and reads the reports again. */
export function useUpdateReport(reportId: string, onDone?: () => void) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: Change) => api.call(updateReport, { reportId, ...change }),
    onSuccess: (report) => {
      client.setQueryData(reportQuery(api, reportId).queryKey, report);
      onDone?.();
      return client.invalidateQueries({ queryKey: [api.workspace, "reports"] });
    },
  });
}

export function useDeleteReport(reportId: string, onDone: () => void) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.call(deleteReport, { reportId }),
    onSuccess: () => {
      onDone();
      client.removeQueries({ queryKey: reportQuery(api, reportId).queryKey });
      return client.invalidateQueries({ queryKey: [api.workspace, "reports", "list"] });
    },
  });
}
