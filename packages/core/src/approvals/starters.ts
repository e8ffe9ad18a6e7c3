import type { Tx } from "@plumbline/db";
import { ensureGroups } from "../access/index.ts";
import type { Deps } from "../kernel/index.ts";
import { onWorkspaceCreated } from "../workspaces/index.ts";
import { parsePolicy } from "./policy/parse-policy.ts";
import { starterPolicies } from "./policy/starters.ts";
import { digestOf } from "./publish-policy.ts";
import { insertEnvironment } from "./store/environments.ts";
import { insertPolicyVersion, lockPolicies, selectUngovernedWorkspaces } from "./store/policies.ts";

const environments = [
  { name: "development", description: "Where versions are tried out.", stage: "experimental" },
  { name: "staging", description: "Where versions are tested as they will run.", stage: "staging" },
  { name: "production", description: "Where versions answer for real.", stage: "production" },
] as const;

/** Groups that the starter for critical models names. They are empty until people are put into them. */
const committees = [
  { name: "Model risk committee", description: "Votes on models of critical risk." },
  { name: "Business owners", description: "Answer for what a model earns and costs." },
];

interface Begun {
  readonly id: number;
  readonly createdBy: string;
  readonly createdAt: Date;
}

/** What every workspace begins with: three environments and a policy for each tier. */
async function insertStarters(tx: Tx, workspace: Begun): Promise<void> {
  for (const environment of environments) {
    await insertEnvironment(tx, workspace.id, { ...environment, by: workspace.createdBy, at: workspace.createdAt });
  }
  await ensureGroups(tx, committees, workspace.createdAt);
  for (const { name, source } of starterPolicies) {
    const parsed = parsePolicy(source);
    if ("problems" in parsed) throw new Error(`the starter policy ${name} is unsound: ${parsed.problems[0]?.message}`);
    await insertPolicyVersion(tx, workspace.id, {
      name,
      source,
      document: parsed.document,
      digest: digestOf(source),
      by: workspace.createdBy,
      at: workspace.createdAt,
      requestNumber: null,
    });
  }
}

onWorkspaceCreated(insertStarters);

/** Gives workspaces that are older than policies what new ones begin with. A workspace that has environments is left alone. */
export async function ensureStarters(deps: Deps): Promise<void> {
  await deps.db.transaction({ role: "system" }, async (tx) => {
    const ungoverned = await selectUngovernedWorkspaces(tx);
    for (const { id } of ungoverned) {
      await lockPolicies(tx, id, "exclusive");
      await insertStarters(tx, { id, createdBy: "system", createdAt: deps.now() });
    }
  });
}
