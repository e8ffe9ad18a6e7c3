import { getRetention, previewRetention, type RetentionRules } from "@plumbline/contracts/experiments/retention";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { WorkspaceApi } from "#src/shell/api.tsx";

export const retentionQuery = (api: WorkspaceApi, experimentId: string) =>
  queryOptions({
    queryKey: [api.workspace, "experiment", experimentId, "retention"],
    queryFn: ({ signal }) => api.call(getRetention, { experimentId }, { signal }),
  });

/** What would go now under these rules. */
export const retentionPreviewQuery = (api: WorkspaceApi, experimentId: string, rules: RetentionRules) =>
  queryOptions({
    queryKey: [api.workspace, "experiment", experimentId, "retention", rules],
    queryFn: ({ signal }) => api.call(previewRetention, { experimentId, ...rules }, { signal }),
    placeholderData: keepPreviousData,
    enabled: rules.keepDeletedDays !== null || rules.trashAfterDays !== null,
  });
