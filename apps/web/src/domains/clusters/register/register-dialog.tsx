"use client";
import { inspectKubeconfig, type KubeconfigContext, registerCluster } from "@plumbline/contracts/clusters/cluster";
import type { Input as InputOf } from "@plumbline/contracts/operation";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { NameField } from "#src/components/name-field.tsx";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { fieldError } from "#src/shell/problem-text.ts";
import { ConnectionKind } from "./connection-kind.tsx";
import { ContextChoice } from "./context-choice.tsx";
import { KubeconfigField } from "./kubeconfig-field.tsx";

type Registration = InputOf<typeof registerCluster>;

/** What was read of the kubeconfig that stands in the field; another text has to be read anew. */
type Contexts = readonly KubeconfigContext[] | undefined;

const labels = {
  kubeconfig: "Kubeconfig",
  "connection.kubeconfig": "Kubeconfig",
  "connection.context": "Context",
  name: "Name",
};

/** Takes a way to a cluster. The kubeconfig leaves the page with the form and is kept nowhere in the browser. */
export function RegisterDialog({ onClose }: { onClose: () => void }) {
  const [kind, setKind] = useState<Registration["connection"]["kind"]>("kubeconfig");
  const [contexts, setContexts] = useState<Contexts>();
  const { inspect, register } = useRegistration(setContexts);
  const isRead = kind === "in-cluster" || contexts !== undefined;
  const submit = (form: FormData) => {
    const kubeconfig = String(form.get("kubeconfig") ?? "");
    register.reset();
    if (kind === "kubeconfig" && !contexts) return inspect.mutate(kubeconfig);
    const connection = kind === "kubeconfig" ? { kind, kubeconfig, context: String(form.get("context") ?? "") } : { kind };
    register.mutate({ name: String(form.get("name")), connection });
  };
  const error = inspect.error ?? register.error;
  const hasUsable = !contexts || contexts.some(({ problem }) => problem === null);
  return (
    <FormDialog
      title="Register cluster"
      description="It is read at once. Nothing is written to it until somebody hands something over to be managed."
      action={isRead ? "Register cluster" : "Read contexts"}
      width="medium"
      isBusy={inspect.isPending || register.isPending}
      error={error}
      labels={labels}
      denied={kind === "kubeconfig" && !hasUsable ? "None of its contexts can be used" : undefined}
      onSubmit={submit}
      onClose={onClose}
    >
      <ConnectionKind kind={kind} onChange={setKind} />
      {kind === "kubeconfig" && (
        <KubeconfigField
          error={fieldError(error, "kubeconfig") ?? fieldError(error, "connection.kubeconfig")}
          onChange={() => {
            setContexts(undefined);
            inspect.reset();
            register.reset();
          }}
        />
      )}
      {kind === "kubeconfig" && contexts && <ContextChoice contexts={contexts} error={fieldError(register.error, "connection.context")} />}
      {isRead && (
        <NameField
          name="name"
          isCode
          error={fieldError(register.error, "name")}
          help="Lower-case letters, digits and hyphens: gpu-fra-1. Specs name the cluster so; it cannot be changed."
        />
      )}
    </FormDialog>
  );
}

function useRegistration(setContexts: (contexts: Contexts) => void) {
  const api = useApi();
  const client = useQueryClient();
  const router = useRouter();
  const inspect = useMutation({
    mutationFn: (kubeconfig: string) => api.call(inspectKubeconfig, { kubeconfig }),
    onSuccess: ({ contexts }) => setContexts(contexts),
    gcTime: 0,
  });
  const register = useMutation({
    mutationFn: (input: Registration) => api.call(registerCluster, input),
    onSuccess: async ({ name }) => {
      router.push(paths.cluster(api.workspace, name));
      await client.invalidateQueries({ queryKey: [api.workspace, "clusters"] });
    },
    gcTime: 0,
  });
  return { inspect, register };
}
