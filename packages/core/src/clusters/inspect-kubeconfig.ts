import * as contract from "@plumbline/contracts/clusters/cluster";
import { listContexts } from "@plumbline/kube";
import { query } from "../kernel/index.ts";
import { readable } from "./connection.ts";

export const inspectKubeconfig = query(contract.inspectKubeconfig, async (_, { kubeconfig }) => ({
  contexts: readable(() => listContexts(kubeconfig)).map((context) => ({ ...context, problem: context.problem ?? null })),
}));
