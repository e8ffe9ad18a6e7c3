"use client";
import { inspectKubeconfig, updateCluster } from "@plumbline/contracts/clusters/cluster";
import { useMutation } from "@tanstack/react-query";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { useApi } from "#src/shell/api.tsx";
import { fieldError } from "#src/shell/problem-text.ts";
import { ContextChoice } from "../register/context-choice.tsx";
import { KubeconfigField } from "../register/kubeconfig-field.tsx";
import { useChange } from "../use-change.ts";

const labels = { kubeconfig: "Kubeconfig", "connection.kubeconfig": "Kubeconfig", "connection.context": "Context" };

/** Another way to the same cluster: what is mapped and handed over stays. */
export function Reconnect({ cluster, onClose }: { cluster: string; onClose: () => void }) {
  const api = useApi();
  const inspect = useMutation({ mutationFn: (kubeconfig: string) => api.call(inspectKubeconfig, { kubeconfig }), gcTime: 0 });
  const change = useChange((to, connection: { kubeconfig: string; context: string }) => {
    return to.call(updateCluster, { cluster, connection: { kind: "kubeconfig", ...connection } });
  }, onClose);
  const contexts = inspect.data?.contexts;
  const submit = (form: FormData) => {
    const kubeconfig = String(form.get("kubeconfig"));
    if (contexts) change.mutate({ kubeconfig, context: String(form.get("context") ?? "") });
    else inspect.mutate(kubeconfig);
  };
  const error = inspect.error ?? change.error;
  const hasUsable = !contexts || contexts.some(({ problem }) => problem === null);
  return (
    <FormDialog
      title={`Credentials of ${cluster}`}
      description="The cluster is read anew by them. What is mapped and handed over stays."
      action={contexts ? "Use these credentials" : "Read contexts"}
      width="medium"
      isBusy={inspect.isPending || change.isPending}
      error={error}
      labels={labels}
      denied={hasUsable ? undefined : "None of its contexts can be used"}
      onSubmit={submit}
      onClose={onClose}
    >
      <KubeconfigField
        error={fieldError(error, "kubeconfig") ?? fieldError(error, "connection.kubeconfig")}
        onChange={() => {
          inspect.reset();
          change.reset();
        }}
      />
      {contexts && <ContextChoice contexts={contexts} error={fieldError(change.error, "connection.context")} />}
    </FormDialog>
  );
}
