import type { Permission } from "@plumbline/contracts/permissions";
import { describe, expect, test } from "vitest";
import { mayEdit, nameKeyOf } from "./view-rules.ts";

const viewer = (id: string, ...permissions: Permission[]) => ({ actor: { id }, permissions: new Set(permissions) });
const mine = { ownerId: "me" };

describe("who may change a view", () => {
  test.each([
    ["its owner, a private one", viewer("me", "view:self"), false, true],
    ["its owner, a shared one", viewer("me", "view:self", "view:share"), true, true],
    ["its owner who may not share any more, a shared one", viewer("me", "view:self"), true, false],
    ["somebody else who may share, a shared one", viewer("you", "view:self", "view:share"), true, false],
    ["whoever manages views, a shared one", viewer("you", "view:manage"), true, true],
    ["whoever manages views, a private one", viewer("you", "view:self", "view:share", "view:manage"), false, false],
    ["its owner without any permission", viewer("me"), false, false],
  ])("%s", (...[, who, isShared, expected]) => {
    expect(mayEdit(who, { ...mine, isShared })).toBe(expected);
  });
});

describe("names", () => {
  const shared = { experimentId: 1, ownerId: "me", isShared: true, name: "Sweep" };
  test.each([
    ["the same name in another case", { name: "sWEEP" }, true],
    ["a shared view of somebody else", { ownerId: "you" }, true],
    ["a private view", { isShared: false }, false],
    ["another experiment", { experimentId: 2 }, false],
    ["the whole workspace", { experimentId: null }, false],
  ])("%s", (_, other, isTaken) => {
    expect(nameKeyOf({ ...shared, ...other }) === nameKeyOf(shared)).toBe(isTaken);
  });
});
