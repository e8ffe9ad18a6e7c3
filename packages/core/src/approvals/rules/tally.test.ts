import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { effectiveOf } from "./effective-policy.ts";
import { electorateOf } from "./electorate.ts";
import { daysAgo, openTestMember as member, openTestPolicy, testNow } from "./open-test-policy.ts";
import type { People } from "./people.ts";
import { recusalsOf, tallyVotes } from "./tally.ts";
import type { CastVote } from "./valid-votes.ts";

const basis = "now";
let minute = 0;
/** Votes are cast in the order in which they are written. */
function vote(voterId: string, choice: CastVote["choice"] = "approve", rest: Partial<CastVote> = {}): CastVote {
  minute += 1;
  return {
    id: `vote-${String(minute).padStart(6, "0")}`,
    voterId,
    onBehalfOfId: null,
    choice,
    basis,
    castAt: new Date(minute * 60_000),
    ...rest,
  };
}

interface Ballot {
  readonly body: string;
  readonly people?: Partial<People>;
}
const inGroup = (group: string, ...names: string[]) => names.map((name) => member(name, { groups: [group] }));
const committee = inGroup("committee", "a", "b", "c");

function tally(votes: readonly CastVote[], { body, people = {} }: Ballot) {
  const policy = effectiveOf(openTestPolicy(body));
  const recusals = recusalsOf(votes.map((one) => ({ ...one, reason: "knows the team" })));
  const electorate = electorateOf(policy, { members: committee, involved: [], delegations: [], now: testNow, recusals, ...people });
  return tallyVotes({ electorate, order: policy.order, votes, basis });
}
const voidReasons = (result: ReturnType<typeof tally>) => result.votes.map(({ voidReason }) => voidReason);
const twoOf = { body: "approvals: [{ group: committee, min: 2 }]" };

describe("approval", () => {
  test("takes the whole quorum", () => {
    expect(tally([], twoOf)).toMatchObject({ outcome: "open", approvals: [{ given: 0, needed: 2 }], turn: null, words: null });
    expect(tally([vote("a")], twoOf)).toMatchObject({ outcome: "open", approvals: [{ given: 1, voterIds: ["a"] }] });
    expect(tally([vote("a"), vote("c")], twoOf)).toMatchObject({ outcome: "approved", approvals: [{ given: 2, voterIds: ["a", "c"] }] });
  });

  test("needs nobody where nobody is asked", () => {
    expect(tally([], { body: "" })).toMatchObject({ outcome: "approved", approvals: [] });
  });

  test("a person counts once, however often they vote", () => {
    expect(tally([vote("a"), vote("a")], twoOf)).toMatchObject({ outcome: "open", approvals: [{ given: 1 }] });
  });

  test("a person in two groups counts toward one of them", () => {
    const body = "approvals: [{ group: committee, min: 1 }, { group: owners, min: 1 }]";
    const members = [member("a", { groups: ["committee", "owners"] }), ...inGroup("committee", "b")];
    expect(tally([vote("a")], { body, people: { members } })).toMatchObject({ outcome: "open", approvals: [{ given: 1 }, { given: 0 }] });
    expect(tally([vote("a"), vote("b")], { body, people: { members } })).toMatchObject({
      outcome: "approved",
      approvals: [{ voterIds: ["b"] }, { voterIds: ["a"] }],
    });
  });
});

describe("votes that do not count", () => {
  test("were cast on another basis", () => {
    const result = tally([vote("a", "approve", { basis: "before" }), vote("b")], twoOf);
    expect(result.approvals[0]?.given).toBe(1);
    expect(voidReasons(result)).toEqual(["Evidence or a clause changed since; vote again on what there is now.", null]);
  });

  test("even a rejection on another basis is void, also of a group with a veto", () => {
    expect(tally([vote("a", "reject", { basis: "before" })], { body: `${twoOf.body}\nveto: [committee]` }).outcome).toBe("open");
  });

  test("were replaced by a later one", () => {
    const result = tally([vote("a", "reject"), vote("a"), vote("b")], twoOf);
    expect(result.outcome).toBe("approved");
    expect(voidReasons(result)).toEqual(["Replaced by a later vote.", null, null]);
  });

  test("come from people who may not vote any more", () => {
    const members = [...inGroup("committee", "a"), member("b", { groups: ["committee"], isDisabled: true }), member("x")];
    const result = tally([vote("a"), vote("b"), vote("x"), vote("gone")], { ...twoOf, people: { members } });
    expect(voidReasons(result)).toEqual([
      null,
      "May not vote: is disabled.",
      "Has no seat in an approval of the policy in force.",
      "Is not a member of this workspace any more.",
    ]);
  });

  test("come from people whom the policy excludes", () => {
    const involved = [{ part: "author" as const, userId: "a", words: "trained run 318" }];
    expect(voidReasons(tally([vote("a")], { ...twoOf, people: { involved } }))).toEqual(["May not vote: trained run 318."]);
  });
});

describe("rejection", () => {
  test("ends it once the rest cannot reach the quorum", () => {
    expect(tally([vote("a", "reject")], twoOf)).toMatchObject({ outcome: "open", words: null });
    const result = tally([vote("a", "reject"), vote("b", "reject")], twoOf);
    expect(result).toMatchObject({ outcome: "rejected", words: "Rejected: committee needs 2, and at most 1 can still approve." });
  });

  test("may be taken back while it is open", () => {
    expect(tally([vote("a", "reject"), vote("b"), vote("a")], twoOf).outcome).toBe("approved");
  });

  test("by a group with a veto ends it at once, even without an approval of its own", () => {
    const veto = { body: `${twoOf.body}\nveto: [board]`, people: { members: [...committee, ...inGroup("board", "z")] } };
    expect(tally([vote("a"), vote("z", "reject")], veto)).toMatchObject({
      outcome: "rejected",
      words: "Rejected by board, which may veto.",
    });
    expect(tally([vote("a"), vote("b"), vote("z")], veto).outcome).toBe("approved");
  });

  test("counts for the people of its approval alone", () => {
    const body = "approvals: [{ group: committee, min: 2 }, { group: owners, min: 1 }]";
    const members = [...committee, ...inGroup("owners", "o", "p")];
    expect(tally([vote("o", "reject")], { body, people: { members } }).outcome).toBe("open");
    expect(tally([vote("o", "reject"), vote("p", "reject")], { body, people: { members } }).outcome).toBe("rejected");
  });
});

describe("abstaining and recusal", () => {
  test("alone reject nothing: it cannot be decided until somebody else can", () => {
    const result = tally([vote("a", "abstain"), vote("b", "recuse")], twoOf);
    expect(result).toMatchObject({ outcome: "open", words: "Cannot be decided: committee needs 2, and at most 1 can still approve." });
    expect(voidReasons(result)).toEqual([null, null]);
  });

  test("but with a rejection, what is out of reach is rejected", () => {
    expect(tally([vote("a", "abstain"), vote("b", "reject")], twoOf).outcome).toBe("rejected");
    expect(tally([vote("a", "recuse"), vote("b", "reject")], twoOf).outcome).toBe("rejected");
  });

  test("a recusal leaves the quorum as it is", () => {
    expect(tally([vote("a", "recuse"), vote("b"), vote("c")], twoOf)).toMatchObject({ outcome: "approved", approvals: [{ needed: 2 }] });
    expect(tally([vote("a", "recuse"), vote("b")], twoOf).outcome).toBe("open");
  });

  test("a recusal stands whatever changes, until the person votes again", () => {
    const votes = [vote("a", "recuse", { basis: "before" })];
    expect(recusalsOf(votes.map((one) => ({ ...one, reason: "x" })))).toEqual([{ userId: "a", words: "x" }]);
    expect(recusalsOf([...votes, vote("a")].map((one) => ({ ...one, reason: "x" })))).toEqual([]);
  });
});

describe("delegates", () => {
  const delegations = [{ fromUserId: "a", toUserId: "v", startsAt: daysAgo(1), endsAt: daysAgo(-1) }];
  const people = { members: [...committee, member("v")], delegations };
  const forA = (choice: CastVote["choice"] = "approve") => vote("v", choice, { onBehalfOfId: "a" });

  test("fill the seat of the other", () => {
    expect(tally([forA(), vote("b")], { ...twoOf, people })).toMatchObject({ outcome: "approved", approvals: [{ voterIds: ["b", "v"] }] });
  });

  test("have no seat of their own by it", () => {
    expect(voidReasons(tally([vote("v")], { ...twoOf, people }))).toEqual(["Has no seat in an approval of the policy in force."]);
  });

  test("step back when the holder votes in person", () => {
    const result = tally([forA(), vote("a", "reject"), vote("b"), vote("c")], { ...twoOf, people });
    expect(result.outcome).toBe("approved");
    expect(voidReasons(result)[0]).toBe("The holder of the seat voted in person.");
  });

  test("are never counted twice, with a seat of their own and another's", () => {
    const both = {
      members: inGroup("committee", "a", "b"),
      delegations: [{ ...delegations[0], fromUserId: "a", toUserId: "b", startsAt: daysAgo(1), endsAt: daysAgo(-1) }],
    };
    expect(tally([vote("b"), vote("b", "approve", { onBehalfOfId: "a" })], { ...twoOf, people: both })).toMatchObject({
      outcome: "open",
      approvals: [{ given: 1 }],
    });
  });

  test("count in the other's seat where their own is not needed", () => {
    const body = "approvals: [{ group: committee, min: 1 }, { group: owners, min: 1 }]";
    const members = [...inGroup("owners", "a"), ...inGroup("committee", "v", "w")];
    const votes = [vote("v"), vote("v", "approve", { onBehalfOfId: "a" }), vote("w")];
    expect(tally(votes, { body, people: { members, delegations } })).toMatchObject({
      outcome: "approved",
      approvals: [{ voterIds: ["w"] }, { voterIds: ["v"] }],
    });
  });

  test("lose the vote when the delegation ends, or the holder is excluded", () => {
    expect(voidReasons(tally([forA()], { ...twoOf, people: { ...people, delegations: [] } }))).toEqual([
      "No delegation of this seat holds any more.",
    ]);
    const involved = [{ part: "requester" as const, userId: "a", words: "" }];
    expect(voidReasons(tally([forA()], { ...twoOf, people: { ...people, involved } }))).toEqual([
      "No delegation of this seat holds any more.",
    ]);
  });

  test("a rejection by a delegate takes the seat, until its holder votes", () => {
    expect(tally([forA("reject"), vote("b", "reject")], { ...twoOf, people }).outcome).toBe("rejected");
    expect(tally([forA("reject"), vote("b", "reject"), vote("a"), vote("c")], { ...twoOf, people }).outcome).toBe("approved");
  });
});

describe("a sequence", () => {
  const body = "approvals: [{ group: committee, min: 1 }, { group: owners, min: 1 }]\norder: sequence";
  const ballot = { body, people: { members: [...committee, ...inGroup("owners", "o")] } };

  test("says whose turn it is", () => {
    expect(tally([], ballot).turn).toBe(0);
    expect(tally([vote("a")], ballot).turn).toBe(1);
    expect(tally([vote("a"), vote("o")], ballot)).toMatchObject({ turn: null, outcome: "approved" });
  });

  test("takes no vote before its turn", () => {
    const result = tally([vote("o"), vote("a")], ballot);
    expect(result).toMatchObject({ outcome: "open", turn: 1 });
    expect(voidReasons(result)).toEqual(["It was the turn of committee; vote again after them.", null]);
    expect(tally([vote("o"), vote("a"), vote("o")], ballot).outcome).toBe("approved");
  });

  test("a rejection before its turn does not count, a veto does", () => {
    expect(tally([vote("o", "reject")], ballot).outcome).toBe("open");
    expect(tally([vote("o", "reject")], { ...ballot, body: `${body}\nveto: [owners]` }).outcome).toBe("rejected");
  });

  test("a vote whose approval lost its quorum waits again", () => {
    expect(tally([vote("a"), vote("o"), vote("a", "abstain")], ballot)).toMatchObject({ outcome: "open", turn: 0 });
  });
});

describe("for any votes", () => {
  const choice = fc.constantFrom<CastVote["choice"]>("approve", "reject", "abstain", "recuse");
  const given = fc.array(
    fc.record({ voterId: fc.constantFrom("a", "b", "c", "x"), choice, basis: fc.constantFrom("now", "now", "before") }),
    { maxLength: 8 },
  );
  const cast = (list: readonly { voterId: string; choice: CastVote["choice"]; basis: string }[]) =>
    list.map(({ voterId, choice: what, basis: on }) => vote(voterId, what, { basis: on }));

  test("the count is of different people whose last vote approves on the present basis", () => {
    fc.assert(
      fc.property(given, (list) => {
        const votes = cast(list);
        const result = tally(votes, twoOf);
        const approvers = ["a", "b", "c"].filter((id) => {
          const last = votes.findLast(({ voterId }) => voterId === id);
          return last?.choice === "approve" && last.basis === basis;
        });
        expect(result.approvals[0]?.given).toBe(Math.min(2, approvers.length));
        expect(result.outcome === "approved").toBe(approvers.length >= 2 && result.outcome !== "rejected");
      }),
      { numRuns: 300 },
    );
  });

  test("the order in which they are read changes nothing", () => {
    fc.assert(
      fc.property(
        given,
        fc.constantFrom(twoOf.body, `${twoOf.body}\nveto: [committee]`, `${twoOf.body}\norder: sequence`),
        (list, body) => {
          const votes = cast(list);
          const [one, other] = [tally(votes, { body }), tally(votes.toReversed(), { body })];
          expect(other).toEqual({ ...one, votes: one.votes.toReversed() });
        },
      ),
      { numRuns: 300 },
    );
  });
});
