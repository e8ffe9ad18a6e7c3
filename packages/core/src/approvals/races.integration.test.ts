import type { TestUser } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as approvals from "./index.ts";
import { openTestApprovals } from "./open-test-approvals.ts";

let site: Awaited<ReturnType<typeof openTestApprovals>>;
let engineer: TestUser;
const committee: TestUser[] = [];
const committeeSize = 20;
beforeAll(async () => {
  site = await openTestApprovals();
  engineer = await site.join("engineer");
  for (let index = 0; index < committeeSize; index++) committee.push(await site.join("approver"));
  await site.publish(policy());
});
afterAll(() => site.env.close());

const policy = (bound = ">= 0.80", min = 3): string => `name: production-medium
match: { tier: medium, transition: '* -> production' }
require:
  - metrics: { auc: '${bound}' }
approvals:
  - { role: approver, min: ${min} }
`;

async function openVoting(): Promise<{ ref: string; number: number }> {
  const ref = await site.makeThing({ tier: "medium" });
  await site.prove(ref);
  const { number } = await site.ask(site.as(engineer, "engineer"), ref);
  return { ref, number };
}

/** Whatever won, the record supports the decision: every clause met on the evidence that it names, every vote cast on its basis. */
async function checkDecision(number: number): Promise<string> {
  const request = await site.look(number);
  const [row] = await site.env.sql<{
    state: string;
    decision: { outcome: string; basis: string; clauses: { state: string }[]; votes: unknown[] } | null;
  }>("SELECT state, decision FROM promotion_request WHERE workspace_id = $1 AND number = $2", [site.workspace.id, number]);
  if (row?.state !== "approved") return row?.state ?? "none";
  expect(row.decision?.clauses.map(({ state }) => state)).toEqual(["met"]);
  const votes = await site.env.sql<{ basis: Buffer; choice: string }>(
    "SELECT DISTINCT ON (voter_id) basis, choice FROM vote WHERE request_number = $1 ORDER BY voter_id, cast_at DESC, id DESC",
    [number],
  );
  const supporting = votes.filter(({ basis, choice }) => choice === "approve" && basis.toString("hex") === row.decision?.basis);
  const needed = request.approvalList.reduce((sum, approval) => sum + approval.needed, 0);
  expect(supporting.length).toBeGreaterThanOrEqual(needed);
  return "approved";
}

test("twenty people vote at once: the request is decided once, by as many votes as it needs", async () => {
  const { ref, number } = await openVoting();
  const outcomes = await Promise.allSettled(committee.map((person) => site.vote(person, number)));
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
  expect(await checkDecision(number)).toBe("approved");
  const acts = await site.env.sql("SELECT 1 FROM audit_event WHERE action = 'approvals.request.decide' AND subject_id = $1", [
    String(number),
  ]);
  const { items } = await approvals.listAuthorisations(site.env.deps, site.as(engineer), { subject: `model-version:${ref}`, all: "true" });
  expect([acts.length, items.length]).toEqual([1, 1]);
  const refused = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [(outcome.reason as Error).message] : []));
  expect(new Set(refused)).toEqual(new Set(["The request is decided."]));
});

test("votes race evidence that fails: what is approved had its clauses met and its votes on them", async () => {
  const states: string[] = [];
  for (let round = 0; round < 12; round++) {
    const { ref, number } = await openVoting();
    const voters = committee.slice(0, 3).map((person) => site.vote(person, number));
    const evidence = site.prove(ref, { values: { auc: 0.5 } });
    await Promise.allSettled(round % 2 === 0 ? [...voters, evidence] : [evidence, ...voters]);
    states.push(await checkDecision(number));
    const failed = (await site.look(number)).clauseList.some(({ state }) => state === "failed");
    expect(states.at(-1) === "approved" ? !failed : failed).toBe(true);
  }
  expect(states).toHaveLength(12);
});

test("a publication races the last vote: no decision stands on a policy that was not in force", async () => {
  for (let round = 0; round < 8; round++) {
    await site.publish(policy());
    const { number } = await openVoting();
    await site.vote(committee[0] as TestUser, number);
    await site.vote(committee[1] as TestUser, number);
    const publication = publishAsAdmin(policy(">= 0.99", 3));
    await Promise.allSettled([site.vote(committee[2] as TestUser, number), publication]);
    const state = await checkDecision(number);
    const request = await site.look(number);
    if (state === "approved") expect(request.clauseList[0]?.asks).toContain("0.8");
    else expect(request).toMatchObject({ clauseList: [{ state: "failed", asks: expect.stringContaining("0.99") }] });
  }
});

/** Through the request that a publication is: asked by one administrator, approved by another. */
async function publishAsAdmin(source: string): Promise<void> {
  const [asks, decides] = [await site.join("admin"), await site.join("admin")];
  const asked = await approvals.publishPolicy(site.env.deps, site.as(asks, "admin"), {
    policy: "production-medium",
    source,
    reason: "stricter",
  });
  await approvals.castVote(site.env.deps, site.as(decides, "admin"), { number: asked.requestNumber, choice: "approve", reason: "agreed" });
  await site.env.sql("DELETE FROM member WHERE user_id = ANY($1::uuid[])", [[asks.id, decides.id]]);
}

test("two people who ask for the same at once get one request", async () => {
  const ref = await site.makeThing({ tier: "medium" });
  const asked = await Promise.allSettled([1, 2, 3, 4].map(() => site.ask(site.as(engineer, "engineer"), ref)));
  expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});
