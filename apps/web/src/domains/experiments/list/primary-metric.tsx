"use client";
import { type Experiment, setExperimentTag } from "@plumbline/contracts/experiments/experiment";
import { Button } from "@plumbline/ui/button";
import { Dialog } from "@plumbline/ui/dialog";
import { Field, FormErrors } from "@plumbline/ui/field";
import { Select } from "@plumbline/ui/input";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useApi } from "#src/shell/api.tsx";
import { formProblem } from "#src/shell/problem-text.ts";
import { directionTag, nameTag } from "../primary-metric.ts";
import { runColumnsQuery } from "../queries.ts";
import { isLowGood, rankMetrics } from "../run/metric-rank.ts";
import { isSystemMetric } from "../run/run-facts.ts";

/** Says by which metric the runs of an experiment are judged. */
export function PrimaryMetric({ experiment, onClose }: { experiment: Experiment; onClose: () => void }) {
  const api = useApi();
  const client = useQueryClient();
  const { experimentId } = experiment;
  const tag = (key: string) => experiment.tags.find((item) => item.key === key)?.value;
  const known = useQuery(runColumnsQuery(api, experimentId));
  const metrics = rankMetrics((known.data?.metrics ?? []).filter((key) => !isSystemMetric(key)));
  const [chosen, setChosen] = useState(tag(nameTag));
  const metric = chosen ?? metrics[0] ?? "";
  const [direction, setDirection] = useState(tag(directionTag));
  const greater = direction ?? (isLowGood(metric) ? "False" : "True");
  const save = useMutation({
    mutationFn: async () => {
      await api.call(setExperimentTag, { experimentId, key: nameTag, value: metric });
      await api.call(setExperimentTag, { experimentId, key: directionTag, value: greater });
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: [api.workspace] });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Metric that decides"
      description={`The best run of ${experiment.name} is found by it, in every list.`}
    >
      <form onSubmit={submit} className="grid gap-3.5 pb-3">
        <FormErrors {...formProblem(save.error, {})} />
        <Field name="metric" label="Metric" help={known.data && metrics.length === 0 && "No run of this experiment has logged one yet."}>
          {(control) => (
            <Select {...control} value={metric} onChange={(event) => setChosen(event.target.value)}>
              {metrics.map((key) => (
                <option key={key}>{key}</option>
              ))}
            </Select>
          )}
        </Field>
        <Field name="direction" label="Better is">
          {(control) => (
            <Select {...control} value={greater} onChange={(event) => setDirection(event.target.value)}>
              <option value="True">higher</option>
              <option value="False">lower</option>
            </Select>
          )}
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" busy={save.isPending} denied={metric ? undefined : "There is no metric to choose"}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
