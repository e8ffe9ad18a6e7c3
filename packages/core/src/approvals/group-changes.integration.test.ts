import type { TestUser } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as access from "../access/index.ts";
import { openTestApprovals } from "./open-test-approvals.ts";

let site: Awaited<ReturnType<typeof openTestApprovals>>;
let first: TestUser;
let person: TestUser;
beforeAll(async () => {
  site = await openTestApprovals();
  first = await site.env.createUser({ platformRole: "platform-admin" });
  person = await site.join("viewer");
});
afterAll(() => site.env.close());

const as = (user: TestUser) => site.env.callerOf({ platformRole: "platform-admin", user });
const committee = async () => {
  const { items } = await access.listGroups(site.env.deps, site.as(person), {});
  const found = items.find(({ name }) => name === "Model risk committee");
  if (!found) throw new Error("no committee");
  return found;
};

test("a group that policies let decide is changed by one administrator only while there is one", async () => {
  const { id: groupId, isGuarded } = await committee();
  expect(isGuarded).toBe(true);
  const alone = await access.addGroupMember(site.env.deps, as(first), { groupId, userId: person.id });
  expect(alone).toMatchObject({ members: [{ userId: person.id }], pending: [] });
  await access.removeGroupMember(site.env.deps, as(first), { groupId, userId: person.id });
});

test("and by two afterwards: neither who asked nor whom it is about agrees to it", async () => {
  const second = await site.env.createUser({ platformRole: "platform-admin" });
  const third = await site.env.createUser({ platformRole: "platform-admin" });
  const { id: groupId } = await committee();
  const asked = await access.addGroupMember(site.env.deps, as(first), { groupId, userId: second.id });
  expect(asked).toMatchObject({ members: [], pending: [{ kind: "add", person: { id: second.id }, requestedBy: { id: first.id } }] });
  const again = await access.addGroupMember(site.env.deps, as(first), { groupId, userId: second.id });
  expect(again.pending).toHaveLength(1);
  const changeId = asked.pending[0]?.id ?? "";
  const decide = (user: TestUser, choice: "approve" | "reject" = "approve") =>
    access.decideGroupChange(site.env.deps, as(user), { changeId, choice });
  await expect(decide(first)).rejects.toMatchObject({ code: "forbidden", params: { reason: "own-change" } });
  await expect(decide(second)).rejects.toMatchObject({ code: "forbidden", params: { reason: "own-change" } });
  expect(await decide(third)).toMatchObject({ members: [{ userId: second.id }], pending: [] });
  await expect(decide(third)).rejects.toMatchObject({ code: "not-found" });
});

test("a group that decides nothing is changed at once, and one that decides is not deleted", async () => {
  const made = await access.createGroup(site.env.deps, as(first), { name: "Readers" });
  expect(await access.addGroupMember(site.env.deps, as(first), { groupId: made.id, userId: person.id })).toMatchObject({
    isGuarded: false,
    members: [{ userId: person.id }],
  });
  const { id: groupId } = await committee();
  await expect(access.deleteGroup(site.env.deps, as(first), { groupId })).rejects.toMatchObject({ params: { reason: "group-decides" } });
});
