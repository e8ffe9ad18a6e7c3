"use client";
import { Field } from "@plumbline/ui/field";
import { Select } from "@plumbline/ui/input";
import { Skeleton } from "@plumbline/ui/skeleton";
import { useQuery } from "@tanstack/react-query";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { Loaded } from "#src/components/loaded.tsx";
import { useApi } from "#src/shell/api.tsx";
import { runsOf } from "./act-words.ts";
import type { Chosen } from "./chosen.ts";
import { offeredExperiments, targetsQuery } from "./queries.ts";
import type { useBulkAct } from "./use-bulk-act.ts";

interface Props {
  chosen: Chosen;
  /** Where they are, if all are in one place. */
  from: string | undefined;
  act: ReturnType<typeof useBulkAct>;
  onClose: () => void;
}

/** Asks which experiment runs go to. */
export function MoveForm({ chosen, from, act, onClose }: Props) {
  const query = useQuery(targetsQuery(useApi()));
  const targets = query.data?.filter(({ experimentId }) => experimentId !== from) ?? [];
  return (
    <FormDialog
      title={`Move ${runsOf(chosen.count)}`}
      description="Metrics, files and the models that they logged go along. Files keep their addresses; child runs stay where they are."
      action="Move"
      isBusy={act.isPending}
      error={act.error}
      labels={{ experimentId: "To" }}
      denied={query.data && targets.length === 0 ? "There is no other experiment" : undefined}
      onClose={onClose}
      onSubmit={(form) => act.mutate({ chosen, act: { kind: "move", experimentId: String(form.get("experimentId")) } })}
    >
      <Field
        name="experimentId"
        label="To"
        help={query.data?.length === offeredExperiments ? `The ${offeredExperiments} experiments used last are offered.` : undefined}
      >
        {(control) => (
          <Loaded query={query} what="The experiments" skeleton={<Skeleton className="h-[30px]!" />}>
            {() => (
              <Select {...control} required>
                {targets.map(({ experimentId, name }) => (
                  <option key={experimentId} value={experimentId}>
                    {name}
                  </option>
                ))}
              </Select>
            )}
          </Loaded>
        )}
      </Field>
    </FormDialog>
  );
}
