"use client";
import { createVersionFromInput } from "@plumbline/contracts/datasets/version";
import type { DatasetDescription } from "@plumbline/contracts/experiments/run";
import { Button } from "@plumbline/ui/button";
import { Dialog } from "@plumbline/ui/dialog";
import { Field, FormErrors } from "@plumbline/ui/field";
import { Input, Select } from "@plumbline/ui/input";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useDeferredValue, useState } from "react";
import { runQuery } from "#src/domains/experiments/queries.ts";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { formProblem, isCode, problemText } from "#src/shell/problem-text.ts";

const runIdLength = 32;

/** Makes a version of what a run logged as its input. */
export function FromInput({ dataset, onClose }: { dataset: string; onClose: () => void }) {
  const api = useApi();
  const client = useQueryClient();
  const router = useRouter();
  const [runId, setRunId] = useState("");
  const [chosen, setChosen] = useState(0);
  const { inputs, help, error } = useInputs(useDeferredValue(runId.trim()));
  const input = inputs[chosen];
  const make = useMutation({
    mutationFn: ({ name, digest }: DatasetDescription) => api.call(createVersionFromInput, { dataset, runId: runId.trim(), name, digest }),
    onSuccess: async ({ version }) => {
      await client.invalidateQueries({ queryKey: [api.workspace, "dataset", dataset] });
      router.push(paths.datasetVersion(api.workspace, dataset, version));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (input) make.mutate(input);
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Version from a run's input"
      description="It keeps name, digest, schema and profile as the client logged them. The platform has not seen the data, so its digest stays unverified."
    >
      <form onSubmit={submit} className="grid gap-3.5 pb-3">
        <FormErrors {...formProblem(make.error, {})} />
        <Field name="run" label="Run" help={help} error={error}>
          {(control) => (
            <Input
              {...control}
              required
              value={runId}
              onChange={(event) => {
                setRunId(event.target.value);
                setChosen(0);
              }}
              placeholder="The whole id, from the run's page"
              autoComplete="off"
              className="code"
            />
          )}
        </Field>
        {inputs.length > 0 && (
          <Field name="input" label="Input">
            {(control) => (
              <Select {...control} value={chosen} onChange={(event) => setChosen(Number(event.target.value))}>
                {inputs.map(({ name, digest }, at) => (
                  <option key={`${name}@${digest}`} value={at}>
                    {name}, digest {digest}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" busy={make.isPending} denied={input ? undefined : "Name a run that logged an input first"}>
            Make a version
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** What the run that is named logged as inputs. */
function useInputs(runId: string): { inputs: readonly DatasetDescription[]; help: string | undefined; error: string | undefined } {
  const api = useApi();
  const run = useQuery({ ...runQuery(api, runId), enabled: runId.length >= runIdLength });
  if (run.error) {
    const error = isCode(run.error, "not-found") ? "There is no such run in this workspace." : problemText(run.error).detail;
    return { inputs: [], help: undefined, error };
  }
  const inputs = run.data?.inputs.map(({ dataset }) => dataset) ?? [];
  const error = run.data && inputs.length === 0 ? `${run.data.name} logged no dataset as its input.` : undefined;
  return { inputs, help: run.data?.name, error };
}
