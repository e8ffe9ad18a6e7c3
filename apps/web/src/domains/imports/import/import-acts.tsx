"use client";
import { cancelImport, type Import, runImport } from "@plumbline/contracts/imports";
import { Button } from "@plumbline/ui/button";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Play, Square } from "lucide-react";
import { failToast } from "#src/components/fail-toast.ts";
import { useApi } from "#src/shell/api.tsx";
import { useViewer } from "#src/shell/viewer.tsx";
import { isUnfinished, runWord } from "../import-words.ts";
import { importQuery } from "../queries.ts";

/** Stops one that runs; begins, goes on with, or repeats one that does not. */
export function ImportActs({ one }: { one: Import }) {
  const { can } = useViewer();
  if (!can("import:run")) return null;
  return isUnfinished(one) ? <Act one={one} what="stop" /> : <Act one={one} what="run" />;
}

function Act({ one, what }: { one: Import; what: "run" | "stop" }) {
  const api = useApi();
  const client = useQueryClient();
  const act = useMutation({
    mutationFn: () => api.call(what === "run" ? runImport : cancelImport, { importId: one.id }),
    onSuccess: async (next) => {
      client.setQueryData(importQuery(api, one.id).queryKey, next);
      await client.invalidateQueries({ queryKey: [api.workspace, "imports"] });
    },
    onError: (error) => failToast(what === "run" ? "It was not begun" : "It was not stopped", error, () => act.mutate()),
  });
  return (
    <Button tone={what === "run" ? "primary" : undefined} busy={act.isPending} onClick={() => act.mutate()}>
      {what === "run" ? <Play className="icon-small" aria-hidden="true" /> : <Square className="icon-small" aria-hidden="true" />}
      {what === "run" ? runWord(one) : "Stop"}
    </Button>
  );
}
