"use client";
import { type ClusterQueue, mapQueue } from "@plumbline/contracts/clusters/management";
import { Field } from "@plumbline/ui/field";
import { Select } from "@plumbline/ui/input";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { fieldError } from "#src/shell/problem-text.ts";
import { useChange } from "../use-change.ts";

const labels = { workspace: "Workspace", localQueue: "Jobs run in" };

interface Props {
  cluster: string;
  queue: ClusterQueue;
  workspaces: readonly string[];
  onClose: () => void;
}

/** Says whose a queue is; nothing is written to the cluster. */
export function MapQueue({ cluster, queue, workspaces, onClose }: Props) {
  const map = useChange((api, form: FormData) => api.call(mapQueue, inputOf({ cluster, queue: queue.name }, form)), onClose);
  return (
    <FormDialog
      title={`Map ${queue.name}`}
      description="Its quotas and what it holds are then shown in the workspace. Nothing is written to the cluster."
      action="Map queue"
      isBusy={map.isPending}
      error={map.error}
      labels={labels}
      onSubmit={(form) => map.mutate(form)}
      onClose={onClose}
    >
      <Field name="workspace" label={labels.workspace} error={fieldError(map.error, "workspace")}>
        {(control) => (
          <Select {...control} defaultValue={queue.mapping?.workspace ?? workspaces.find((name) => name === queue.name)}>
            {workspaces.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </Select>
        )}
      </Field>
      <Field
        name="localQueue"
        label={labels.localQueue}
        error={fieldError(map.error, "localQueue")}
        help="Jobs of the workspace then run in that namespace as it is. To have one made ready for them instead, prepare a namespace."
      >
        {(control) => (
          <Select {...control} defaultValue={currentOf(queue)}>
            <option value="">Nowhere: show it only</option>
            {queue.localQueues.map(({ namespace, name }) => (
              <option key={`${namespace}/${name}`} value={`${namespace}/${name}`}>
                {namespace}, through {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </FormDialog>
  );
}

const currentOf = ({ mapping }: ClusterQueue): string =>
  mapping?.use !== "none" && mapping?.namespace && mapping.localQueue ? `${mapping.namespace}/${mapping.localQueue}` : "";

function inputOf(of: { cluster: string; queue: string }, form: FormData) {
  const [namespace, name] = String(form.get("localQueue")).split("/");
  return { ...of, workspace: String(form.get("workspace")), ...(namespace && name ? { localQueue: { namespace, name } } : {}) };
}
