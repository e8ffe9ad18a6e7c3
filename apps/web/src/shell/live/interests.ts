import type { Change } from "@plumbline/contracts/changes";
import type { QueryKey } from "@tanstack/react-query";

interface Interest {
  topic: string;
  /** Parts of query keys after the workspace's name. */
  keys: (change: Change) => readonly QueryKey[];
}

/** Which readings a change makes old, by the topic of the change. */
const interests: readonly Interest[] = [
  {
    topic: "run",
    keys: ({ subject, kind }) =>
      kind === "comment"
        ? [["run-talk", subject]]
        : [["runs"], ["run", subject], ["run-talk", subject], ["experiments"], ["usage"], ["trash"]],
  },
  { topic: "report", keys: () => [["reports"]] },
  { topic: "experiment", keys: ({ subject }) => [["experiments"], ["experiment", subject], ["saved-views", subject], ["trash"]] },
  { topic: "bulk-act", keys: ({ subject }) => [["bulk-act", subject], ["trash"]] },
  { topic: "saved-view", keys: () => [["saved-views"]] },
  { topic: "import", keys: ({ subject }) => [["imports"], ["import", subject]] },
  { topic: "dataset", keys: ({ subject }) => [["datasets"], ["dataset", subject]] },
  { topic: "logged-model", keys: () => [["logged-models"]] },
  { topic: "model", keys: ({ subject }) => [["model", subject], ["models"], ["inventory"]] },
  { topic: "model-version", keys: ({ subject }) => [["model", subject.slice(0, subject.lastIndexOf("/"))]] },
  // What a promotion needs hangs on its request and on the policies in force.
  {
    topic: "request",
    keys: ({ subject }) => [["requests"], ["request", subject], ["environments"], ["authorisations"], ["model"], ["models"], ["inventory"]],
  },
  // Evidence and policies change the clauses of any undecided request.
  { topic: "policy", keys: () => [["policies"], ["policy"], ["requests"], ["request"], ["model"]] },
  { topic: "evidence", keys: () => [["evidence"], ["requests"], ["request"], ["model"]] },
  { topic: "evidence-production", keys: () => [["productions"]] },
  { topic: "environment", keys: () => [["environments"]] },
  { topic: "authorisation", keys: () => [["authorisations"], ["environments"]] },
  { topic: "delegation", keys: () => [["delegations"], ["requests"], ["request"]] },
  { topic: "notification", keys: ({ subject }) => [["inbox", subject]] },
  { topic: "webhook", keys: () => [["webhooks"]] },
  { topic: "delivery", keys: () => [["deliveries"]] },
  { topic: "task", keys: () => [["tasks"]] },
  { topic: "artifact", keys: ({ data }) => [["artifacts", ...(typeof data?.runId === "string" ? [data.runId] : [])]] },
  // A queue has one order: whatever happens to one job moves others.
  { topic: "job", keys: ({ subject }) => [["jobs"], ["job", subject], ["job-log", subject]] },
  { topic: "pool", keys: () => [["quotas"]] },
  { topic: "budget", keys: () => [["quotas"]] },
  { topic: "quota-request", keys: () => [["quota-requests"], ["quotas"]] },
  { topic: "job-log", keys: ({ subject }) => [["job-log", subject]] },
  { topic: "job-template", keys: () => [["job-templates"]] },
  { topic: "training-runtime", keys: () => [["training-runtimes"]] },
  { topic: "cluster", keys: ({ subject }) => [["clusters"], ["cluster", subject]] },
  { topic: "secret", keys: () => [["secrets"]] },
  { topic: "member", keys: () => [["members"]] },
  { topic: "group", keys: () => [["groups"]] },
  { topic: "token", keys: () => [["tokens"]] },
  { topic: "service-account", keys: () => [["service-accounts"]] },
  { topic: "workspace", keys: () => [["workspace"]] },
];

export function keysOf(change: Change, workspace: string): QueryKey[] {
  return interests.filter(({ topic }) => topic === change.topic).flatMap(({ keys }) => keys(change).map((key) => [workspace, ...key]));
}
