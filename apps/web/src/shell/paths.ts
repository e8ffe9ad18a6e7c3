import type { Policy } from "@plumbline/contracts/approvals/policy";

/** Addresses of pages; the one place that knows them. */
const inside = (workspace: string, rest = "") => `/w/${encodeURIComponent(workspace)}${rest}`;

export type RunTab = "overview" | "metrics" | "system" | "logs" | "artifacts";

export type ModelTab = "overview" | "history";
export type VersionTab = "overview" | "files" | "card" | "lineage" | "history" | "compare";

/** Pages beside those of models. A model of the same name has its page one step below. */
const besideModels = new Set(["new", "inventory"]);

function model(workspace: string, name: string, tab: ModelTab = "overview"): string {
  const part = tab === "overview" && !besideModels.has(name) ? "" : `/${tab}`;
  return inside(workspace, `/models/${encodeURIComponent(name)}${part}`);
}

/** Pages beside those of policies: a policy of the same name has its page one step below. */
const besidePolicies = new Set(["new", "organisation"]);

function policy(workspace: string, name: string, scope: Policy["scope"] = "workspace"): string {
  const part = besidePolicies.has(name) ? "/text" : "";
  return inside(workspace, `/policies/${encodeURIComponent(name)}${part}${scope === "workspace" ? "" : "?scope=organisation"}`);
}

export const paths = {
  signIn: "/sign-in",
  changePassword: "/change-password",
  home: (workspace: string) => inside(workspace),
  experiments: (workspace: string) => inside(workspace, "/experiments"),
  allRuns: (workspace: string) => inside(workspace, "/experiments/all"),
  experiment: (workspace: string, experimentId: string) => inside(workspace, `/experiments/${experimentId}`),
  run: (workspace: string, runId: string, tab: RunTab = "overview") =>
    inside(workspace, `/runs/${encodeURIComponent(runId)}${tab === "overview" ? "" : `/${tab}`}`),
  trash: (workspace: string) => inside(workspace, "/trash"),
  /** With a query that says which runs. */
  compare: (workspace: string, query: string) => inside(workspace, `/compare?${query}`),
  reports: (workspace: string) => inside(workspace, "/reports"),
  report: (workspace: string, reportId: string) => inside(workspace, `/reports/${encodeURIComponent(reportId)}`),
  datasets: (workspace: string) => inside(workspace, "/datasets"),
  dataset: (workspace: string, dataset: string) => inside(workspace, `/datasets/${encodeURIComponent(dataset)}`),
  datasetVersion: (workspace: string, dataset: string, version: number) =>
    inside(workspace, `/datasets/${encodeURIComponent(dataset)}/${version}`),
  imports: (workspace: string) => inside(workspace, "/imports"),
  import: (workspace: string, importId: string) => inside(workspace, `/imports/${encodeURIComponent(importId)}`),
  jobs: (workspace: string) => inside(workspace, "/jobs"),
  newJob: (workspace: string) => inside(workspace, "/jobs/new"),
  job: (workspace: string, job: string) => inside(workspace, `/jobs/${encodeURIComponent(job)}`),
  models: (workspace: string) => inside(workspace, "/models"),
  intake: (workspace: string) => inside(workspace, "/models/new"),
  inventory: (workspace: string) => inside(workspace, "/models/inventory"),
  model,
  version: (workspace: string, of: { model: string; version: number }, tab: VersionTab = "overview") =>
    inside(workspace, `/models/${encodeURIComponent(of.model)}/${of.version}${tab === "overview" ? "" : `/${tab}`}`),
  request: (workspace: string, number: number) => inside(workspace, `/approvals/${number}`),
  clusters: (workspace: string) => inside(workspace, "/clusters"),
  cluster: (workspace: string, cluster: string) => inside(workspace, `/clusters/${encodeURIComponent(cluster)}`),
  clusterManagement: (workspace: string, cluster: string) => inside(workspace, `/clusters/${encodeURIComponent(cluster)}/manage`),
  quotas: (workspace: string) => inside(workspace, "/quotas"),
  showback: (workspace: string) => inside(workspace, "/quotas/showback"),
  pools: (workspace: string) => inside(workspace, "/quotas/pools"),
  quotaRequest: (workspace: string, number: number) => inside(workspace, `/quotas/requests/${number}`),
  secrets: (workspace: string) => inside(workspace, "/secrets"),
  runtimes: (workspace: string) => inside(workspace, "/training-runtimes"),
  runtime: (workspace: string, runtime: string) => inside(workspace, `/training-runtimes/${encodeURIComponent(runtime)}`),
  members: (workspace: string) => inside(workspace, "/members"),
  groups: (workspace: string) => inside(workspace, "/members/groups"),
  people: (workspace: string) => inside(workspace, "/members/people"),
  tokens: (workspace: string) => inside(workspace, "/tokens"),
  serviceAccounts: (workspace: string) => inside(workspace, "/tokens/service-accounts"),
  tasks: (workspace: string) => inside(workspace, "/tasks"),
  platformTasks: (workspace: string) => inside(workspace, "/tasks/platform"),
  settings: (workspace: string) => inside(workspace, "/settings"),
  account: (workspace: string) => inside(workspace, "/settings/account"),
  webhooks: (workspace: string) => inside(workspace, "/settings/webhooks"),
  approvals: (workspace: string) => inside(workspace, "/approvals"),
  policies: (workspace: string) => inside(workspace, "/policies"),
  newPolicy: (workspace: string) => inside(workspace, "/policies/new"),
  policyProposals: (workspace: string) => inside(workspace, "/policies/organisation"),
  policy,
  environments: (workspace: string) => inside(workspace, "/environments"),
  inbox: (workspace: string) => inside(workspace, "/inbox"),
};
