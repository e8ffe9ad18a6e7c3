import { expect, test } from "vitest";
import { mentionAt, mentionedIn, offerMembers, putMention, splitMentions } from "./mentions.ts";

const members = [
  { userId: "1", name: "Ada Approver" },
  { userId: "2", name: "Ada Approver-Smith" },
  { userId: "3", name: "Enzo" },
];

test.each([
  ["Ask @ad", 7, { from: 4, typed: "ad" }],
  ["@", 1, { from: 0, typed: "" }],
  ["@Ada Ap", 7, { from: 0, typed: "Ada Ap" }],
  ["write to ada@bank.test", 22, undefined],
  ["@Ada is right there", 19, undefined],
])("in %j at %i the mention is %j", (text, caret, mention) => {
  expect(mentionAt(text, caret)).toEqual(mention);
});

test("members are offered by any part of their name", () => {
  expect(offerMembers(members, "app").map(({ userId }) => userId)).toEqual(["1", "2"]);
  expect(offerMembers(members, "").length).toBe(3);
  expect(offerMembers(members, "zo")).toEqual([]);
});

test("the chosen name takes the place of what was typed", () => {
  const ada = { userId: "1", name: "Ada Approver" };
  expect(putMention("Ask @ad about it", { from: 4, typed: "ad" }, ada)).toEqual({ text: "Ask @Ada Approver about it", caret: 18 });
});

test("the longer name is meant where it stands, not the one that it begins with", () => {
  expect(mentionedIn("@Ada Approver-Smith knows", members)).toEqual(["2"]);
  expect(mentionedIn("@Enzo and @Ada Approver", members).sort()).toEqual(["1", "3"]);
});

test("a comment is drawn with its mentions apart", () => {
  expect(splitMentions("see @Enzo.", ["Enzo"])).toEqual([
    { text: "see ", isMention: false },
    { text: "@Enzo", isMention: true },
    { text: ".", isMention: false },
  ]);
  expect(splitMentions("plain", [])).toEqual([{ text: "plain", isMention: false }]);
});
