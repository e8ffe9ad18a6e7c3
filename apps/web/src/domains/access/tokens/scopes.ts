import type { Scope, WorkspacePermission } from "@plumbline/contracts/permissions";

/** Each permission as the end of "It may …". */
export const scopeWords: Record<WorkspacePermission, string> = {
  "workspace:read": "see the workspace",
  "workspace:manage": "change the workspace",
  "member:read": "see members",
  "member:manage": "add and remove members",
  "token:self": "see its owner's tokens",
  "token:manage": "revoke anybody's tokens",
  "service-account:manage": "keep service accounts",
  "experiment:read": "read experiments",
  "experiment:write": "make and rename experiments",
  "experiment:delete": "delete experiments",
  "run:read": "read runs",
  "run:write": "log runs",
  "run:delete": "delete runs",
  "run:comment": "comment on runs",
  "view:self": "keep its owner's views",
  "view:share": "share views",
  "view:manage": "edit others' shared views",
  "artifact:read": "read files",
  "artifact:write": "store files",
  "artifact:delete": "delete files",
  "import:read": "see imports",
  "import:run": "bring what another MLflow holds",
  "dataset:read": "read datasets",
  "dataset:write": "add datasets and versions of them",
  "dataset:delete": "delete datasets",
  "job:read": "read jobs and their logs",
  "job:submit": "submit jobs, end and change its owner's",
  "job:manage": "end and change anybody's jobs",
  "job:report": "report for the job that it belongs to",
  "secret:use": "name secrets in jobs",
  "secret:manage": "write and delete secrets",
  "quota:read": "read quotas and use",
  "quota:request": "ask for quota",
  "registry:read": "read models and their files",
  "registry:write": "register models, set aliases and tags, edit cards",
  "registry:review": "record validations, open and close findings",
  "registry:delete": "delete models and versions",
  "evidence:read": "read evidence",
  "evidence:write": "record and produce evidence",
  "evidence:protected": "compute fairness on protected attributes",
  "policy:read": "read policies and environments",
  "policy:write": "draft policies and ask to publish them",
  "environment:manage": "make and close environments",
  "request:read": "read promotion requests",
  "request:open": "ask for promotions",
  "request:comment": "comment on requests",
  "vote:cast": "take part in votes",
  "change:read": "follow changes",
  "task:read": "see background work",
  "audit:read": "read the audit log",
  "notification:self": "read its owner's inbox",
  "webhook:manage": "keep webhooks",
};

export interface Preset {
  id: string;
  title: string;
  detail: string;
  scopes: readonly Scope[];
}

const reading: readonly Scope[] = [
  "workspace:read",
  "experiment:read",
  "run:read",
  "artifact:read",
  "dataset:read",
  "registry:read",
  "change:read",
];
const logging: readonly Scope[] = [...reading, "experiment:write", "run:write", "artifact:write", "registry:write"];
const launching: readonly Scope[] = [...logging, "dataset:write", "job:read", "job:submit", "secret:use", "quota:read"];

/** What tokens are mostly made for. */
export const presets: readonly Preset[] = [
  {
    id: "log",
    title: "Log and read runs",
    detail: "For training scripts and notebooks, which may also register models. Deletes nothing.",
    scopes: logging,
  },
  {
    id: "jobs",
    title: "Submit jobs",
    detail: "For pipelines and the command line: submits jobs, follows them and names secrets, besides logging runs.",
    scopes: launching,
  },
  { id: "read", title: "Read only", detail: "For dashboards and for code that loads runs and models.", scopes: reading },
  { id: "all", title: "Everything its owner may do", detail: "Follows the owner's role, also when that changes.", scopes: ["*"] },
];

/** What a token may do, in words. */
export function describeScopes(scopes: readonly Scope[]): string {
  const preset = presets.find((item) => item.scopes.length === scopes.length && item.scopes.every((scope) => scopes.includes(scope)));
  if (preset) return preset.title;
  if (scopes.includes("*")) return "Everything its owner may do";
  const words = scopes.flatMap((scope) => (scope === "*" ? [] : [scopeWords[scope]]));
  const text = words.join(", ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
