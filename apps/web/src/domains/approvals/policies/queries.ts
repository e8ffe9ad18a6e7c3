import { getPolicy, listOrganisationProposals, listPolicies, type Policy } from "@plumbline/contracts/approvals/policy";
import { queryOptions } from "@tanstack/react-query";
import type { WorkspaceApi } from "#src/shell/api.tsx";

export const policiesQuery = (api: WorkspaceApi) =>
  queryOptions({
    queryKey: [api.workspace, "policies"],
    queryFn: ({ signal }) => api.call(listPolicies, {}, { signal }),
  });

export const policyQuery = (api: WorkspaceApi, name: string, scope: Policy["scope"]) =>
  queryOptions({
    queryKey: [api.workspace, "policy", name, scope],
    queryFn: ({ signal }) => api.call(getPolicy, { policy: name, scope }, { signal }),
  });

export const proposalsQuery = (api: WorkspaceApi) =>
  queryOptions({
    queryKey: [api.workspace, "policies", "proposals"],
    queryFn: ({ signal }) => api.call(listOrganisationProposals, {}, { signal }),
  });
