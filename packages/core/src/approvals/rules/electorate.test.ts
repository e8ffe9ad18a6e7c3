import { describe, expect, test } from "vitest";
import { effectiveOf } from "./effective-policy.ts";
import { electorateOf } from "./electorate.ts";
import { daysAgo, openTestMember as member, openTestPolicy, testNow } from "./open-test-policy.ts";
import type { People } from "./people.ts";

const rules = (body: string) => effectiveOf(openTestPolicy(body));
const committee = rules("approvals: [{ group: committee, min: 2 }]");
const people = (rest: Partial<People> = {}): People => ({
  members: [],
  involved: [],
  recusals: [],
  delegations: [],
  now: testNow,
  ...rest,
});
const inCommittee = (...names: string[]) => names.map((name) => member(name, { groups: ["committee"] }));
const delegation = (fromUserId: string, toUserId: string, [from, to]: readonly [number, number] = [1, -1]) => ({
  fromUserId,
  toUserId,
  startsAt: daysAgo(from),
  endsAt: daysAgo(to),
});

const seatsOf = (electorate: ReturnType<typeof electorateOf>, index = 0) =>
  electorate.approvals[index]?.seats.map(({ userId, mayVote, reason }) => [userId, mayVote, reason]);

describe("seats", () => {
  test("belong to the members of the group, by name, whoever else there is", () => {
    const electorate = electorateOf(committee, people({ members: [...inCommittee("b", "a"), member("c", { groups: ["others"] })] }));
    expect(seatsOf(electorate)).toEqual([
      ["a", true, null],
      ["b", true, null],
    ]);
  });

  test("of a role belong to exactly that role: an administrator is no approver", () => {
    const electorate = electorateOf(
      rules("approvals: [{ role: approver, min: 1 }]"),
      people({ members: [member("a", { role: "approver" }), member("b", { role: "admin" })] }),
    );
    expect(seatsOf(electorate)).toEqual([["a", true, null]]);
  });

  test("say why somebody may not vote from them", () => {
    const involved = [
      { part: "author" as const, userId: "a", words: "trained run solid-plover-318" },
      { part: "requester" as const, userId: "b", words: "" },
      { part: "evidence_producer" as const, userId: "b", words: "produced the fairness evidence" },
    ];
    const members = [...inCommittee("a", "b", "c", "d"), member("e", { groups: ["committee"], isDisabled: true })];
    const electorate = electorateOf(committee, people({ members, involved, recusals: [{ userId: "c", words: "advises the team" }] }));
    expect(seatsOf(electorate)).toEqual([
      ["a", false, "trained run solid-plover-318"],
      ["b", false, "opened this request and produced the fairness evidence"],
      ["c", false, "recused: advises the team"],
      ["d", true, null],
      ["e", false, "is disabled"],
    ]);
    expect(electorate.voters).toEqual([{ id: "d", seats: ["d"] }]);
    expect(electorate.excluded.map(({ userId }) => userId)).toEqual(["a", "b", "c", "e"]);
  });

  test("are kept by those whose part the policy does not exclude", () => {
    const involved = [{ part: "author" as const, userId: "a", words: "" }];
    const electorate = electorateOf(
      rules("approvals: [{ group: committee, min: 1 }]\nexclude: [requester]"),
      people({ members: inCommittee("a"), involved }),
    );
    expect(seatsOf(electorate)).toEqual([["a", true, null]]);
  });

  test("an excluded person without a seat is listed too", () => {
    const involved = [{ part: "registrant" as const, userId: "x", words: "" }];
    expect(electorateOf(committee, people({ members: [member("x"), member("y", { isDisabled: true })], involved })).excluded).toEqual([
      { userId: "x", name: "x", reason: "registered the version" },
    ]);
  });
});

describe("the same team", () => {
  const team = rules("approvals: [{ group: committee, min: 1 }]\nveto: [board]\nexclude: [author, same_team]");
  const involved = [{ part: "author" as const, userId: "author", words: "" }];
  const reasonOf = (groups: string[], authorGroups: string[], by: typeof team = team) => {
    const members = [member("author", { groups: authorGroups }), member("v", { groups: ["committee", ...groups] })];
    return electorateOf(by, people({ members, involved })).approvals[0]?.seats.find(({ userId }) => userId === "v")?.reason;
  };

  test("shares a group with an author", () => {
    expect(reasonOf(["credit-team"], ["credit-team"])).toBe("is in credit-team with author");
    expect(reasonOf(["other-team"], ["credit-team"])).toBeNull();
  });

  test("but not a group that votes or vetoes", () => {
    expect(reasonOf([], ["committee"])).toBeNull();
    expect(reasonOf(["board"], ["board"])).toBeNull();
  });

  test("matters only where the policy says so", () => {
    expect(reasonOf(["credit-team"], ["credit-team"], rules("approvals: [{ group: committee, min: 1 }]"))).toBeNull();
  });

  test("of the requester excludes nobody", () => {
    const members = [member("asker", { groups: ["t"] }), member("v", { groups: ["committee", "t"] })];
    const electorate = electorateOf(team, people({ members, involved: [{ part: "requester", userId: "asker", words: "" }] }));
    expect(electorate.approvals[0]?.seats[0]?.mayVote).toBe(true);
  });
});

describe("delegation", () => {
  const votersOf = (rest: Partial<People>) => electorateOf(committee, people(rest)).voters;
  const members = [...inCommittee("a", "b"), member("v")];

  test("lets another member vote from the seat, beside its holder", () => {
    const electorate = electorateOf(committee, people({ members, delegations: [delegation("a", "v")] }));
    expect(electorate.voters).toContainEqual({ id: "v", seats: ["v", "a"] });
    expect(electorate.approvals[0]?.seats[0]).toMatchObject({ userId: "a", mayVote: true, delegates: [{ userId: "v", name: "v" }] });
  });

  test.each([
    ["not yet begun", [-1, -2]],
    ["over", [2, 1]],
    ["ending now", [1, 0]],
  ] as const)("that is %s gives nothing", (_, period) => {
    expect(votersOf({ members, delegations: [delegation("a", "v", period)] })).toContainEqual({ id: "v", seats: ["v"] });
  });

  test("that begins now holds", () => {
    expect(votersOf({ members, delegations: [delegation("a", "v", [0, -1])] })).toContainEqual({ id: "v", seats: ["v", "a"] });
  });

  test.each(["a", "v"])("gives nothing while %s is excluded", (userId) => {
    const involved = [{ part: "author" as const, userId, words: "" }];
    const voters = votersOf({ members, involved, delegations: [delegation("a", "v")] });
    expect(voters.flatMap(({ id, seats }) => seats.filter((seat) => seat !== id))).toEqual([]);
  });

  test("to somebody who is no member, or to oneself, gives nothing", () => {
    expect(votersOf({ members, delegations: [delegation("a", "stranger"), delegation("a", "a"), delegation("stranger", "v")] })).toEqual(
      members.map(({ userId }) => ({ id: userId, seats: [userId] })),
    );
  });

  test("is not handed on", () => {
    const voters = votersOf({ members: [...members, member("w")], delegations: [delegation("a", "v"), delegation("v", "w")] });
    expect(voters).toContainEqual({ id: "w", seats: ["w", "v"] });
  });

  test("makes no second person", () => {
    const electorate = electorateOf(
      committee,
      people({ members: inCommittee("a", "b"), recusals: [], delegations: [delegation("a", "b")] }),
    );
    expect(electorate.isSatisfiable).toBe(true);
    const alone = electorateOf(
      committee,
      people({
        members: [member("a", { groups: ["committee"], isDisabled: true }), ...inCommittee("b")],
        delegations: [delegation("a", "b")],
      }),
    );
    expect(alone.isSatisfiable).toBe(false);
  });
});

describe("room", () => {
  const sentence = (names: string[], body = "approvals: [{ group: committee, min: 2 }]") =>
    electorateOf(rules(body), people({ members: inCommittee(...names) })).sentence;

  test("says that nobody may drop out", () => {
    expect(sentence(["approver-1", "approver-2"])).toBe("No spare: needs approver-1 and approver-2");
  });

  test("says that the quorum cannot be reached", () => {
    expect(sentence(["approver-1"])).toBe("Cannot be reached: committee needs 2, 1 may vote.");
    expect(sentence([])).toBe("Cannot be reached: committee needs 2, nobody may vote.");
  });

  test("says nothing while there is some", () => {
    const electorate = electorateOf(committee, people({ members: inCommittee("a", "b", "c") }));
    expect(electorate).toMatchObject({
      isSatisfiable: true,
      sentence: null,
      approvals: [{ spare: 1, sentence: "1 of committee may still drop out." }],
    });
  });

  test("a recusal shrinks the room, not the quorum", () => {
    const electorate = electorateOf(committee, people({ members: inCommittee("a", "b"), recusals: [{ userId: "a", words: "" }] }));
    expect(electorate.approvals[0]).toMatchObject({
      isSatisfiable: false,
      approval: { min: 2 },
      seats: [{ reason: "recused" }, { reason: null }],
    });
  });

  test("one person does not fill two approvals", () => {
    const both = rules("approvals: [{ group: committee, min: 1 }, { group: owners, min: 1 }]");
    const one = member("a", { groups: ["committee", "owners"] });
    const electorate = electorateOf(both, people({ members: [one] }));
    expect(electorate.approvals.map(({ isSatisfiable }) => isSatisfiable)).toEqual([true, false]);
    expect(electorate.sentence).toBe("Cannot be reached: owners needs 1, and only 0 of those who may vote are not needed elsewhere.");
    expect(electorateOf(both, people({ members: [one, member("b", { groups: ["committee"] })] }))).toMatchObject({
      isSatisfiable: true,
      sentence: "No spare: needs 1 of a and b",
    });
  });

  test("long lists of names are counted", () => {
    const names = Array.from({ length: 6 }, (_, index) => `p${index}`);
    expect(sentence(names, "approvals: [{ group: committee, min: 6 }]")).toBe("No spare: needs p0, p1, p2, p3, p4 and p5");
    const electorate = electorateOf(
      rules("approvals: [{ group: committee, min: 3 }, { group: committee2, min: 3 }]"),
      people({ members: names.map((name) => member(name, { groups: ["committee", "committee2"] })) }),
    );
    expect(electorate.sentence).toBe("No spare: needs 3 of the 6 of committee who may vote");
  });
});
