import type { TestUser } from "@plumbline/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createEndpoint, listNotifications } from "../notifications/index.ts";
import * as approvals from "./index.ts";
import { openTestApprovals } from "./open-test-approvals.ts";

let site: Awaited<ReturnType<typeof openTestApprovals>>;
let engineer: TestUser;
let approvers: TestUser[];
beforeAll(async () => {
  site = await openTestApprovals();
  engineer = await site.join("engineer");
  approvers = [await site.join("approver"), await site.join("approver"), await site.join("approver")];
  await site.publish(low);
  await site.publish(medium());
});
afterAll(() => site.env.close());

const low = `name: production-low
match: { tier: low, transition: '* -> production' }
require:
  - metrics: { auc: '>= 0.85' }
`;
const medium = (bound = ">= 0.85", min = 2, more = ""): string => `name: production-medium
match: { tier: medium, transition: '* -> production' }
require:
  - metrics: { auc: '${bound}' }
approvals:
  - { role: approver, min: ${min} }
${more}`;

const watch = async () =>
  (await approvals.watchRequests.handler())(
    { deps: site.env.deps, taskId: "t", workspaceId: null, signal: AbortSignal.timeout(60_000) },
    {},
  );
const asEngineer = () => site.as(engineer, "engineer");
const approver = (index: number): TestUser => approvers[index] as TestUser;

describe("a policy without votes", () => {
  test("decides by itself as soon as its clauses are met", async () => {
    const ref = await site.makeThing({ tier: "low" });
    await site.prove(ref);
    const request = await site.ask(asEngineer(), ref);
    expect(request).toMatchObject({ state: "approved", decision: { outcome: "approved" }, clauses: { met: 1, total: 1 } });
    expect(await site.thing(ref)).toMatchObject({ stage: "production", champion: true });
    const { items } = await approvals.listAuthorisations(site.env.deps, asEngineer(), { subject: `model-version:${ref}` });
    expect(items).toMatchObject([{ environment: "production", uses: ["full", "batch"], requestNumber: request.number, endedAt: null }]);
  });

  test("waits for what is missing, says what to do, and goes on when it arrives", async () => {
    const ref = await site.makeThing({ tier: "low" });
    const request = await site.ask(asEngineer(), ref);
    expect(request.state).toBe("open");
    expect(request.clauseList).toMatchObject([{ kind: "metrics", state: "missing", todo: expect.stringMatching(/./) }]);
    await site.prove(ref, { values: { auc: 0.7 } });
    expect((await site.look(request.number)).clauseList).toMatchObject([{ state: "failed", found: expect.stringContaining("0.7") }]);
    await site.prove(ref, { values: { auc: 0.86 } });
    expect(await site.look(request.number)).toMatchObject({ state: "approved" });
  });

  test("refuses what no policy lets into production", async () => {
    const ref = await site.makeThing({ tier: null });
    await expect(site.ask(asEngineer(), ref)).rejects.toMatchObject({ code: "precondition-failed", params: { reason: "no-policy" } });
  });
});

describe("votes", () => {
  test("open once every clause is met, and decide at the quorum", async () => {
    const ref = await site.makeThing({ tier: "medium" });
    const { number } = await site.ask(asEngineer(), ref);
    await expect(site.vote(approver(0), number)).rejects.toMatchObject({
      message: expect.stringContaining("Votes open when every clause is met"),
    });
    await site.prove(ref);
    expect(await site.vote(approver(0), number)).toMatchObject({ state: "voting", approvals: { given: 1, needed: 2 } });
    expect(await site.vote(approver(1), number)).toMatchObject({ state: "approved", approvals: { given: 2, needed: 2 } });
    expect(await site.thing(ref)).toMatchObject({ stage: "production" });
    await expect(site.vote(approver(2), number)).rejects.toMatchObject({ message: "The request is decided." });
  });

  test("are void once other evidence meets a clause, and the page names the clause", async () => {
    const ref = await site.makeThing({ tier: "medium" });
    await site.prove(ref);
    const { number } = await site.ask(asEngineer(), ref);
    await site.vote(approver(0), number);
    await site.prove(ref, { values: { auc: 0.95 } });
    const after = await site.look(number);
    expect(after).toMatchObject({
      approvals: { given: 0 },
      votes: [{ isValid: false, voidReason: expect.stringContaining("Metrics changed since") }],
    });
    await site.vote(approver(1), number);
    expect((await site.look(number)).state).toBe("voting");
    expect((await site.vote(approver(0), number)).state).toBe("approved");
  });

  test("outlive an edit that changes no clause, and not one that does", async () => {
    const ref = await site.makeThing({ tier: "medium" });
    await site.prove(ref);
    const { number } = await site.ask(asEngineer(), ref);
    await site.vote(approver(0), number);
    await site.publish(medium(">= 0.85", 3));
    expect(await site.look(number)).toMatchObject({ approvals: { given: 1, needed: 3 } });
    await site.publish(medium(">= 0.86", 2));
    expect(await site.look(number)).toMatchObject({ approvals: { given: 0, needed: 2 }, votes: [{ isValid: false }] });
    await site.publish(medium());
    expect(await site.look(number)).toMatchObject({ approvals: { given: 1, needed: 2 } });
    await approvals.withdrawRequest(site.env.deps, asEngineer(), { number, reason: "enough" });
  });

  test("are not for the requester, the author, the registrant or whoever made the evidence", async () => {
    const [author, registrant, requester, producer] = [
      await site.join("approver"),
      await site.join("approver"),
      await site.join("approver"),
      await site.join("approver"),
    ];
    const ref = await site.makeThing({ tier: "medium", author: author.id, registrant: registrant.id });
    await site.prove(ref, { producer: producer.id });
    const contributor = site.env.callerOf({ workspace: site.workspace, role: "admin", user: requester });
    const { number } = await site.ask(contributor, ref);
    for (const person of [author, registrant, requester, producer]) {
      await expect(site.vote(person, number)).rejects.toMatchObject({
        code: "precondition-failed",
        message: expect.stringContaining("You may not vote"),
      });
    }
    const { excluded } = await site.look(number);
    expect(excluded.map(({ person }) => person.id).sort()).toEqual([author, registrant, requester, producer].map(({ id }) => id).sort());
    await site.env.sql("DELETE FROM member WHERE user_id = ANY($1::uuid[])", [
      [author, registrant, requester, producer].map(({ id }) => id),
    ]);
  });

  test("come from people's sessions alone", async () => {
    const ref = await site.makeThing({ tier: "medium" });
    await site.prove(ref);
    const { number } = await site.ask(asEngineer(), ref);
    const session = site.as(approver(0));
    const token = { ...session, actor: { ...session.actor, via: "token" as const } };
    const ballot = approvals.castVote(site.env.deps, token, { number, choice: "approve", reason: "yes" });
    await expect(ballot).rejects.toMatchObject({ message: "Votes come from people who are signed in; tokens do not vote." });
    const recusal = approvals.castVote(site.env.deps, token, { number, choice: "recuse", reason: "no" });
    await expect(recusal).rejects.toMatchObject({ code: "precondition-failed" });
  });

  test("by recusal take a person out without shrinking the quorum", async () => {
    const ref = await site.makeThing({ tier: "medium" });
    await site.prove(ref);
    const { number } = await site.ask(asEngineer(), ref);
    await site.vote(approver(0), number, "recuse");
    const second = await site.vote(approver(1), number, "recuse");
    expect(second).toMatchObject({ approvals: { needed: 2, given: 0 }, state: "voting", quorumNote: expect.stringContaining("annot be") });
  });

  test("reject once the quorum cannot be reached any more", async () => {
    const ref = await site.makeThing({ tier: "medium" });
    await site.prove(ref);
    const { number } = await site.ask(asEngineer(), ref);
    expect((await site.vote(approver(0), number, "reject")).state).toBe("voting");
    expect(await site.vote(approver(1), number, "reject")).toMatchObject({ state: "rejected", decision: { outcome: "rejected" } });
    expect(await site.thing(ref)).toMatchObject({ stage: "staging" });
    const again = await site.ask(asEngineer(), ref);
    expect(again.earlierRejections).toMatchObject([{ number }]);
  });

  test("by delegation count for the seat, and only while it lasts", async () => {
    const stand = await site.join("approver");
    const deputy = await site.join("contributor");
    const ref = await site.makeThing({ tier: "medium" });
    await site.prove(ref);
    const { number } = await site.ask(asEngineer(), ref);
    const deputyCaller = site.as(deputy);
    const ballot = { number, choice: "approve" as const, reason: "for them", onBehalfOf: stand.id };
    await expect(approvals.castVote(site.env.deps, deputyCaller, ballot)).rejects.toMatchObject({ code: "precondition-failed" });
    const endsAt = new Date(site.env.deps.now().getTime() + 3_600_000).toISOString();
    const made = await approvals.delegate(site.env.deps, site.as(stand), { toUserId: deputy.id, endsAt, reason: "away" });
    expect(await approvals.castVote(site.env.deps, deputyCaller, ballot)).toMatchObject({ approvals: { given: 1 } });
    await approvals.endDelegation(site.env.deps, site.as(stand), { delegationId: made.id });
    expect(await site.look(number)).toMatchObject({ approvals: { given: 0 }, votes: [{ isValid: false }] });
    await site.env.sql("DELETE FROM member WHERE user_id = ANY($1::uuid[])", [[stand.id, deputy.id]]);
  });
});

test("what a version may do already is not asked for again; another use of the environment is", async () => {
  const ref = await site.makeThing({ tier: "low" });
  await site.prove(ref);
  const input = { model: ref, version: 1, toStage: "production" as const };
  await approvals.openRequest(site.env.deps, asEngineer(), { ...input, uses: ["shadow"] });
  const full = await approvals.openRequest(site.env.deps, asEngineer(), input);
  expect(full.state).toBe("approved");
  const again = approvals.openRequest(site.env.deps, asEngineer(), { ...input, uses: ["canary", "batch"], canaryMax: "10%" });
  await expect(again).rejects.toMatchObject({ code: "conflict", params: { reason: "allowed-already", requestNumber: full.number } });
});

test("whoever is asked to vote, and whoever asked, is told in the transaction that makes it so", async () => {
  const begun: string[] = [];
  const deps = { ...site.env.deps, onTasks: (ids: readonly string[]) => Promise.resolve(void begun.push(...ids)) };
  const endpoint = { url: "https://hooks.example.com/", events: ["approvals.*"] };
  await createEndpoint(deps, site.env.callerOf({ workspace: site.workspace, role: "admin" }), endpoint);
  const ref = await site.makeThing({ tier: "medium" });
  await site.prove(ref);
  const { number } = await site.ask(asEngineer(), ref);
  const inbox = (user: TestUser) => listNotifications(deps, site.as(user), {});
  expect((await inbox(approver(0))).items[0]).toMatchObject({
    kind: "approvals.vote-requested",
    link: `/w/${site.workspace.name}/approvals/${number}`,
  });
  await site.vote(approver(0), number);
  await approvals.castVote(deps, site.as(approver(1)), { number, choice: "approve", reason: "good" });
  const told = await listNotifications(deps, asEngineer(), {});
  expect(told.items[0]).toMatchObject({ kind: "approvals.approved", subject: { kind: "request", id: String(number) } });
  const sent = await site.env.sql("SELECT 1 FROM task WHERE id = ANY($1::uuid[]) AND name = 'notifications.deliver'", [begun]);
  expect(sent.length).toBeGreaterThan(0);
});

test("live pages are told whenever a request is further or further back, whatever moved it", async () => {
  const ref = await site.makeThing({ tier: "medium" });
  const { number } = await site.ask(asEngineer(), ref);
  const told = async () =>
    (
      await site.env.sql<{ kind: string }>(
        "SELECT kind FROM change WHERE topic = 'request' AND subject = $1 AND kind = 'progress' AND workspace_id = $2",
        [String(number), site.workspace.id],
      )
    ).length;
  const before = await told();
  await site.prove(ref);
  expect(await told()).toBe(before + 1);
  await watch();
  expect(await told()).toBe(before + 1);
  await site.prove(ref, { values: { auc: 0.1 } });
  expect(await told()).toBe(before + 2);
});

test("a version's number is refused beyond what can be one", async () => {
  const ask = (version: number) =>
    approvals.previewRequest(site.env.deps, asEngineer(), { model: "nothing", version, toStage: "production" });
  await expect(ask(2_147_483_648)).rejects.toMatchObject({ code: "invalid" });
  await expect(ask(2_147_483_647)).rejects.toMatchObject({ code: "not-found" });
});

test("a second request for the same is refused while the first is undecided", async () => {
  const ref = await site.makeThing({ tier: "medium" });
  const { number } = await site.ask(asEngineer(), ref);
  await expect(site.ask(asEngineer(), ref)).rejects.toMatchObject({ code: "conflict", params: { requestNumber: number } });
});

test("a quorum that cannot be reached is said at opening", async () => {
  await site.publish(`name: unreachable
match: { tier: medium, transition: '* -> production', models: ['thing-*'] }
approvals: [{ group: Nobody is in it, min: 1 }, { role: approver, min: 2 }]
`);
  const ref = await site.makeThing({ tier: "medium" });
  const request = await site.ask(asEngineer(), ref);
  expect(request).toMatchObject({ state: "voting", quorumNote: expect.stringContaining("Nobody is in it needs 1, and at most 0") });
  await site.env.sql("UPDATE policy SET current_version = NULL WHERE name = 'unreachable'");
});

test("a request that nobody decides expires, and its voters are reminded once", async () => {
  const ref = await site.makeThing({ tier: "medium" });
  await site.prove(ref);
  const { number } = await site.ask(asEngineer(), ref);
  const reminders = () =>
    site.env.sql("SELECT 1 FROM notification WHERE kind = 'approvals.expires-soon' AND subject_id = $1", [String(number)]);
  site.env.advance(13.5 * 86_400_000);
  await watch();
  await watch();
  expect(await reminders()).toHaveLength(approvers.length);
  site.env.advance(86_400_000);
  await expect(site.vote(approver(0), number)).rejects.toMatchObject({ message: "The request has expired." });
  await watch();
  expect(await site.look(number)).toMatchObject({ state: "expired" });
  site.env.advance(-14.5 * 86_400_000);
});
