import { type RunNote, setRunNote } from "@plumbline/contracts/experiments/run-note";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useApi } from "#src/shell/api.tsx";
import { noteQuery } from "./queries.ts";

/** Writes the note's next version, and reads run and note again. */
export function useSetNote(runId: string, onDone: (note: RunNote) => void) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (given: { text: string; basedOn: number }) => api.call(setRunNote, { runId, ...given }),
    onSuccess: (note) => {
      client.setQueryData(noteQuery(api, runId).queryKey, note);
      onDone(note);
      return Promise.all([
        client.invalidateQueries({ queryKey: [api.workspace, "run", runId] }),
        client.invalidateQueries({ queryKey: [api.workspace, "run-talk", runId] }),
      ]);
    },
  });
}
