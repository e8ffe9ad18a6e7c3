import type { TestUser } from "@plumbline/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemContext } from "../workspaces/index.ts";
import * as approvals from "./index.ts";
import { openTestApprovals } from "./open-test-approvals.ts";

let site: Awaited<ReturnType<typeof openTestApprovals>>;
let engineer: TestUser;
beforeAll(async () => {
  site = await openTestApprovals();
  engineer = await site.join("engineer");
});
afterAll(() => site.env.close());

const inWorkspace = <R>(work: Parameters<typeof systemContext<R>>[2]): Promise<R> => systemContext(site.env.deps, site.workspace.id, work);
const move = (ref: string, toStage: "experimental" | "staging" | "production" | "retired") =>
  inWorkspace((ctx) => approvals.moveSubject(ctx, { subject: { kind: "model-version", ref }, toStage, reason: "by a client" }));

describe("the one door to another stage", () => {
  test("opens for a move that its policy decides by itself, and leaves a request behind", async () => {
    const ref = await site.makeThing({ stage: "experimental", tier: "high" });
    const { requestNumber } = await move(ref, "staging");
    expect(await site.thing(ref)).toMatchObject({ stage: "staging" });
    expect(await site.look(requestNumber ?? 0)).toMatchObject({ state: "approved", kind: "promotion", environment: "staging" });
  });

  test("is shut otherwise, and says where to ask", async () => {
    const ref = await site.makeThing({ stage: "staging", tier: "high" });
    await expect(move(ref, "production")).rejects.toMatchObject({
      code: "precondition-failed",
      message: expect.stringMatching(/clauses are unmet.*2 of approver.*Ask for it at \/w\/.*\/models\//),
      params: { reason: "gate", requestNumber: null },
    });
    const { number } = await site.ask(site.as(engineer, "engineer"), ref);
    await expect(move(ref, "production")).rejects.toMatchObject({
      message: expect.stringContaining(`/w/${site.workspace.name}/approvals/${number}`),
      params: { requestNumber: number },
    });
    expect(await site.thing(ref)).toMatchObject({ stage: "staging" });
  });

  test("lets everything down freely, and ends what was allowed above", async () => {
    const ref = await site.makeThing({ stage: "staging", tier: "low" });
    await site.prove(ref, { kind: "security_scan", values: { dangerous: 0 } });
    await site.prove(ref, { kind: "model_card", values: { complete: true, filled: "overview,intended_use,contact" } });
    await site.publish("name: production-low\nmatch: { tier: low, transition: '* -> production' }\n");
    await site.ask(site.as(engineer, "engineer"), ref);
    await move(ref, "staging");
    expect(await site.thing(ref)).toMatchObject({ stage: "staging" });
    const { items } = await approvals.listAuthorisations(site.env.deps, site.as(engineer), {
      subject: `model-version:${ref}`,
      all: "true",
    });
    expect(items).toMatchObject([{ environment: "production", endReason: "Stepped down to staging" }]);
  });

  test("is shut on the way back from retirement too, where a policy governs it", async () => {
    const [free, voted] = [
      await site.makeThing({ stage: "retired", tier: "low" }),
      await site.makeThing({ stage: "retired", tier: "high" }),
    ];
    await site.publish(`name: return
match: { tier: high, transition: retired -> experimental }
approvals: [{ role: approver, min: 1 }]
`);
    await move(free, "experimental");
    expect(await site.thing(free)).toMatchObject({ stage: "experimental" });
    await expect(move(voted, "experimental")).rejects.toMatchObject({
      code: "precondition-failed",
      message: expect.stringMatching(/needs approval by 1 of approver\. Ask for staging instead at/),
    });
    expect(await site.thing(voted)).toMatchObject({ stage: "retired" });
  });

  test("knows no way from retired straight into production", async () => {
    const ref = await site.makeThing({ stage: "retired", tier: "low" });
    await expect(move(ref, "production")).rejects.toMatchObject({ code: "conflict", params: { reason: "stage-move" } });
  });
});

test("a preview of a move that needs no request says so instead of failing, and asking for it is refused", async () => {
  const preview = async (stage: "production" | "retired", toStage: "staging" | "retired") => {
    const model = await site.makeThing({ stage, tier: "low" });
    const asked = approvals.openRequest(site.env.deps, site.as(engineer, "engineer"), { model, version: 1, toStage });
    await expect(asked).rejects.toMatchObject({ code: "conflict", params: { reason: "stage-move" } });
    return (await approvals.previewRequest(site.env.deps, site.as(engineer, "engineer"), { model, version: 1, toStage })).outcome;
  };
  expect(await preview("production", "staging")).toBe("free");
  expect(await preview("retired", "retired")).toBe("refused");
});

test("a decided request cannot be decided anew, whoever asks the database", async () => {
  const ref = await site.makeThing({ stage: "experimental", tier: "high" });
  const { requestNumber } = await move(ref, "staging");
  const rewrite = site.env.sql("UPDATE promotion_request SET state = 'rejected' WHERE number = $1", [requestNumber]);
  await expect(rewrite).rejects.toThrow("decided requests are a record");
});

describe("changes that govern", () => {
  const lower = (ref: string) => ({
    kind: "tier" as const,
    subject: { kind: "model", ref },
    title: `Lower the tier of ${ref}`,
    payload: { tier: "low" },
    reason: "it does little",
  });

  test("wait for somebody else, and are written once they agree", async () => {
    const [admin, other] = [await site.join("admin"), await site.join("admin")];
    const ref = await site.makeThing({ tier: "high" });
    const asked = await inWorkspace((ctx) => approvals.proposeChange({ ...ctx, actor: site.as(admin, "admin").actor }, lower(ref)));
    expect(asked).toMatchObject({ isApplied: false });
    const number = asked.requestNumber ?? 0;
    const own = approvals.castVote(site.env.deps, site.as(admin, "admin"), { number, choice: "approve", reason: "mine" });
    await expect(own).rejects.toMatchObject({ message: expect.stringContaining("opened this request") });
    expect(await site.thing(ref)).toMatchObject({ tier: "high" });
    await approvals.castVote(site.env.deps, site.as(other, "admin"), { number, choice: "approve", reason: "agreed" });
    expect(await site.thing(ref)).toMatchObject({ tier: "low" });
  });

  test("pass without a vote while one person is alone, and never longer", async () => {
    const lone = await openTestApprovals();
    try {
      const admin = await lone.join("admin");
      const caller = lone.as(admin, "admin");
      const source = "name: extra\nmatch: { tier: low, transition: '* -> production' }\n";
      const first = await approvals.publishPolicy(lone.env.deps, caller, { policy: "extra", source, reason: "needed" });
      expect(first).toMatchObject({ isApplied: true, version: 1 });
      await lone.join("viewer");
      const second = await approvals.publishPolicy(lone.env.deps, caller, {
        policy: "extra",
        source: `${source}expiry: 7d\n`,
        reason: "needed",
      });
      expect(second).toMatchObject({ isApplied: false, version: null });
    } finally {
      await lone.env.close();
    }
  });
});

describe("break-glass", () => {
  const glass = `name: glass
match: { tier: critical, transition: '* -> production', models: ['thing-*'] }
require:
  - metrics: { auc: '>= 0.99' }
approvals:
  - { role: approver, min: 2 }
  - { role: engineer, min: 3 }
break_glass: { groups: [On call], roles: [admin], people: 2, expires_after: 2h, review_within: 48h }
`;

  test("takes two people of those named, ends by itself, and leaves a review that neither of them may write", async () => {
    await site.publish(glass);
    const [first, second, outsider, reviewer] = [
      await site.join("contributor", ["On call"]),
      await site.join("admin"),
      await site.join("approver"),
      await site.join("approver"),
    ];
    const ref = await site.makeThing({ tier: "critical", stage: "staging" });
    const { number } = await site.ask(site.as(engineer, "engineer"), ref);
    const confirm = (user: TestUser) =>
      approvals.confirmBreakGlass(site.env.deps, site.as(user), { number, reason: "customers cannot pay" });
    await expect(confirm(outsider)).rejects.toMatchObject({ code: "forbidden" });
    expect(await confirm(first)).toMatchObject({ state: "open", breakGlass: { needed: 2, confirmedBy: [{ id: first.id }] } });
    await expect(confirm(first)).rejects.toMatchObject({ params: { reason: "confirmed-already" } });
    const through = await confirm(second);
    expect(through).toMatchObject({ state: "approved", decision: { text: expect.stringContaining("break-glass") } });
    expect(await site.thing(ref)).toMatchObject({ stage: "production" });
    const review = (user: TestUser) => approvals.reviewBreakGlass(site.env.deps, site.as(user), { number, note: "It was needed." });
    await expect(review(second)).rejects.toMatchObject({ params: { reason: "own-break-glass" } });
    site.env.advance(2 * 3_600_000 + 1000);
    const task = { deps: site.env.deps, taskId: "t", workspaceId: null, signal: AbortSignal.timeout(60_000) };
    await (await approvals.endBreakGlass.handler())(task, {});
    expect(await site.thing(ref)).toMatchObject({ stage: "staging" });
    expect(await review(reviewer)).toMatchObject({ breakGlass: { reviewedBy: { id: reviewer.id } } });
  });
});
