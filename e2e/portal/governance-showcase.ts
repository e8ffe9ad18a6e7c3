import { randomUUID } from "node:crypto";
import { type APIRequestContext, expect } from "@playwright/test";
import { call } from "./session.ts";
import { type Tracking, uploadFile } from "./tracking.ts";

export interface Governing {
  /** An administrator who is alone in the workspace while the rules are published. */
  owner: APIRequestContext;
  workspace: string;
  /** The run of which versions are registered, and a client that can add files to it. */
  client: Tracking;
  runId: string;
}

/** Ids of what the pages about requests show. */
export interface Governed {
  /** A clause is unmet. */
  blockedRequest: number;
  /** Every clause is met, and votes are open. */
  votingRequest: number;
  /** Approved by vote. */
  decidedRequest: number;
  /** Would publish another text of a policy. */
  policyRequest: number;
}

interface Version {
  model: string;
  version: number;
}

const governedModel = "limit-increase";
const blockedModel = "affordability";

/** Two approvers, a form that somebody fills in, and a slow start. */
const rules = `# Decided by two approvers.
name: production-medium
description: Versions of medium risk on their way to production.
match:
  tier: medium
  transition: '* -> production'
require:
  - security_scan: { dangerous: 0, max_age: 90d }
  - robustness: { auc_drop: '<= 0.02' }
approvals:
  - { role: approver, min: 1 }
exclude: [author, registrant, requester, evidence_producer]
expiry: 14d
conditions:
  - { traffic: 10%, until_labels: 10000 }
protected_aliases: [champion]
break_glass:
  roles: [admin, approver]
  people: 2
  expires_after: 24h
  review_within: 72h
`;

/** Publishes the rules while nobody else is in the workspace, so that nobody has to be asked. */
export async function publishRules({ owner, workspace }: Pick<Governing, "owner" | "workspace">): Promise<void> {
  const reason = "Robustness is asked for, and one approver decides.";
  await call(owner, "POST /policies/production-medium/versions", { source: rules, reason, workspace });
}

/** Registers a version whose bytes no other has, of a new model where there is none of the name, and waits until it is scanned. */
export async function registerVersion({ owner, workspace, client, runId }: Governing, model: string): Promise<Version> {
  const known = await owner.fetch(`/api/v1/models/${model}`, { headers: { "x-plumbline-workspace": workspace } });
  if (!known.ok()) await call(owner, "POST /models", { name: model, tier: "medium", description: "How far a limit may rise.", workspace });
  const folder = `candidates/${randomUUID()}`;
  await uploadFile(client, runId, { path: `${folder}/weights.json`, content: JSON.stringify({ folder }) });
  const registered = { source: `runs:/${runId}/${folder}`, runId, workspace };
  const { version } = await call<{ version: number }>(owner, `POST /models/${model}/versions`, registered);
  const scans = async () => {
    const { items } = await call<{ items: unknown[] }>(owner, `GET /models/${model}/versions/${version}/evidence`, { workspace });
    return items.length;
  };
  await expect.poll(scans, { timeout: 60_000 }).toBeGreaterThan(0);
  return { model, version };
}

/** Says how much the version loses on perturbed inputs, which the rules ask for. */
export function recordRobustness({ owner, workspace }: Governing, of: Version): Promise<unknown> {
  return call(owner, `POST /models/${of.model}/versions/${of.version}/evidence`, {
    kind: "robustness",
    title: "Perturbation suite",
    verdict: "pass",
    summary: "Noise, missing fields and shifted incomes: the AUC falls by 0.011 at most.",
    values: { auc_drop: 0.011 },
    workspace,
  });
}

/** Asks for a version's move to production. */
export async function requestPromotion({ owner, workspace }: Governing, of: Version): Promise<number> {
  const reason = "Better on thin files, and no worse elsewhere.";
  const wish = { ...of, toStage: "production", reason };
  return (await call<{ number: number }>(owner, "POST /requests", { ...wish, workspace })).number;
}

/** Fills a workspace in which the rules were published: requests of every state, and what people said about them. */
export async function addRequests(governing: Governing, approver: APIRequestContext): Promise<Governed> {
  const { owner, workspace } = governing;
  const decided = await registerVersion(governing, governedModel);
  await recordRobustness(governing, decided);
  const decidedRequest = await requestPromotion(governing, decided);
  await call(approver, `POST /requests/${decidedRequest}/votes`, {
    choice: "approve",
    reason: "The drop on perturbed inputs is bounded, and the cap limits what we could still be wrong about.",
    workspace,
  });
  const voting = await registerVersion(governing, governedModel);
  await recordRobustness(governing, voting);
  const votingRequest = await requestPromotion(governing, voting);
  await call(owner, `POST /requests/${votingRequest}/comments`, {
    body: "Under 25 was 0.91 before. It is 0.90 at equal depth of file.",
    workspace,
  });
  const blockedRequest = await requestPromotion(governing, await registerVersion(governing, blockedModel));
  const { requestNumber: policyRequest } = await call<{ requestNumber: number }>(owner, "POST /policies/production-medium/versions", {
    source: rules.replace("'<= 0.02'", "'<= 0.01'").replace("expiry: 14d", "expiry: 7d"),
    reason: "The suite has become stricter.",
    workspace,
  });
  return { blockedRequest, votingRequest, decidedRequest, policyRequest };
}
