import { resources } from "../../packages/kube/src/index.ts";
import { eventually } from "../faults/server.ts";
import { cluster, kubeconfig } from "./test-cluster.ts";

type Rule = Readonly<Record<"apiGroups" | "resources" | "verbs", readonly string[]>>;

/** A service account of a namespace that may do there what the rules say, and nothing elsewhere; its kubeconfig. */
export async function makeAccount(namespace: string, rules: readonly Rule[]): Promise<string> {
  const name = "somebody";
  await cluster.create(resources.serviceAccounts, { metadata: { namespace, name } });
  await cluster.create(resources.roles, { metadata: { namespace, name }, rules });
  await cluster.create(resources.roleBindings, {
    metadata: { namespace, name },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name },
    subjects: [{ kind: "ServiceAccount", namespace, name }],
  });
  const annotations = { "kubernetes.io/service-account.name": name };
  await cluster.create(resources.secrets, { metadata: { namespace, name, annotations }, type: "kubernetes.io/service-account-token" });
  let token = "";
  await eventually("the account has a token", async () => {
    const { data } = (await cluster.get(resources.secrets, { namespace, name })) as { data?: { token?: string } };
    token = Buffer.from(data?.token ?? "", "base64").toString();
    return token !== "";
  });
  return kubeconfigOf({ user: { token } });
}

/** The test cluster's kubeconfig with another user or another cluster in it. */
export function kubeconfigOf({ user, cluster: other }: { user?: object; cluster?: object }): string {
  const config = JSON.parse(kubeconfig) as { users: { user: object }[]; clusters: { cluster: object }[] };
  for (const each of config.users) each.user = user ?? each.user;
  for (const each of config.clusters) each.cluster = { ...each.cluster, ...other };
  return JSON.stringify(config);
}
