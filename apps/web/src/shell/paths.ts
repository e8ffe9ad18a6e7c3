/** Addresses of pages; the one place that knows them. */
const inside = (workspace: string, rest = "") => `/w/${encodeURIComponent(workspace)}${rest}`;

export type RunTab = "overview" | "metrics" | "system" | "artifacts";

export const paths = {
  signIn: "/sign-in",
  changePassword: "/change-password",
  home: (workspace: string) => inside(workspace),
  experiments: (workspace: string) => inside(workspace, "/experiments"),
  experiment: (workspace: string, experimentId: string) => inside(workspace, `/experiments/${experimentId}`),
  run: (workspace: string, runId: string, tab: RunTab = "overview") =>
    inside(workspace, `/runs/${encodeURIComponent(runId)}${tab === "overview" ? "" : `/${tab}`}`),
  datasets: (workspace: string) => inside(workspace, "/datasets"),
  dataset: (workspace: string, dataset: string) => inside(workspace, `/datasets/${encodeURIComponent(dataset)}`),
  datasetVersion: (workspace: string, dataset: string, version: number) =>
    inside(workspace, `/datasets/${encodeURIComponent(dataset)}/${version}`),
  members: (workspace: string) => inside(workspace, "/members"),
  groups: (workspace: string) => inside(workspace, "/members/groups"),
  people: (workspace: string) => inside(workspace, "/members/people"),
  tokens: (workspace: string) => inside(workspace, "/tokens"),
  serviceAccounts: (workspace: string) => inside(workspace, "/tokens/service-accounts"),
  settings: (workspace: string) => inside(workspace, "/settings"),
  account: (workspace: string) => inside(workspace, "/settings/account"),
};
