import type { Resource } from "./resource.ts";
import type { Transport } from "./transport.ts";

export interface AccessQuestion {
  readonly verb: "get" | "list" | "watch" | "create" | "patch" | "delete";
  readonly resource: Resource;
  /** All namespaces unless one is named. */
  readonly namespace?: string;
  /** Such as `log` of a pod. */
  readonly subresource?: string;
}

/** Whether the cluster would let these credentials do something. */
export async function canI(
  transport: Transport,
  { verb, resource, namespace, subresource }: AccessQuestion,
  signal?: AbortSignal,
): Promise<boolean> {
  const [version = "", group = ""] = resource.apiVersion.split("/").reverse();
  const resourceAttributes = { verb, group, version, resource: resource.plural, namespace, subresource };
  const answer = await transport.json<{ readonly status?: { readonly allowed?: boolean } }>({
    verb: "create",
    method: "POST",
    path: "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
    body: { apiVersion: "authorization.k8s.io/v1", kind: "SelfSubjectAccessReview", spec: { resourceAttributes } },
    signal,
  });
  return answer.status?.allowed === true;
}
