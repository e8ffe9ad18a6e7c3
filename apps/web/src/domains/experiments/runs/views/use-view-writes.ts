"use client";
import { deleteSavedView, type SavedView, setDefaultView, updateSavedView } from "@plumbline/contracts/experiments/saved-view";
import { toast } from "@plumbline/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { failToast } from "#src/components/fail-toast.ts";
import { useApi } from "#src/shell/api.tsx";
import type { RunsState } from "../use-runs-state.ts";
import { savedViewsQuery } from "./saved-views-query.ts";

/** What is done to the view that is open, at a press. */
export function useViewWrites(view: SavedView, { state, experimentId }: { state: RunsState; experimentId: string }) {
  const api = useApi();
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: savedViewsQuery(api, experimentId).queryKey });
  const { viewId, name, revision } = view;
  const update = useMutation({
    mutationFn: (to: { content?: SavedView["content"]; isShared?: boolean }) =>
      api.call(updateSavedView, { viewId, basedOn: revision, ...to }),
    onSettled: refresh,
    // The newest revision is read before it can be tried again.
    onError: (error) => failToast(`${name} was not saved`, error, () => void refresh()),
  });
  const remove = useMutation({
    mutationFn: () => api.call(deleteSavedView, { viewId }),
    onSuccess: () => {
      state.openView(undefined);
      return refresh();
    },
    onError: (error) => failToast(`${name} was not deleted`, error, () => remove.mutate()),
  });
  const choose = useMutation({
    mutationFn: (next: string | null) => api.call(setDefaultView, { experimentId, viewId: next }),
    onSuccess: refresh,
    onError: (error, next) => failToast("The default view was not changed", error, () => choose.mutate(next)),
  });
  const copyLink = async () => {
    const link = `${location.origin}${location.pathname}?saved=${viewId}`;
    await navigator.clipboard.writeText(link);
    toast({
      tone: "good",
      title: "The link is copied",
      detail: link,
      action: { label: "Open", onAct: () => window.open(link, "_blank", "noopener") },
    });
  };
  return { update, remove, choose, copyLink };
}
