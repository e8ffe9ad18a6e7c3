import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type FlowApproval, type FlowVoter, fillApprovals, spareOf } from "./seat-flow.ts";

/** Tries everything: each voter in turn takes any free seat for any approval that has room, or none. */
function bestByTrying(approvals: readonly FlowApproval[], voters: readonly FlowVoter[]): number {
  const [voter, ...rest] = voters;
  if (!voter) return 0;
  let best = bestByTrying(approvals, rest);
  for (const seat of voter.seats) {
    for (const [index, { min, seats }] of approvals.entries()) {
      if (min === 0 || !seats.includes(seat)) continue;
      const smaller = approvals.map((approval, at) => ({
        min: at === index ? approval.min - 1 : approval.min,
        seats: approval.seats.filter((other) => other !== seat),
      }));
      best = Math.max(best, 1 + bestByTrying(smaller, rest));
    }
  }
  return best;
}

const people = ["a", "b", "c", "d", "e"];
const approvals = fc.array(fc.record({ min: fc.integer({ min: 1, max: 2 }), seats: fc.subarray(people) }), { minLength: 1, maxLength: 3 });
const voters = fc
  .subarray(people)
  .chain((ids) =>
    fc.tuple(
      ...ids.map((id) => fc.subarray(people, { maxLength: 2 }).map((others): FlowVoter => ({ id, seats: [...new Set([id, ...others])] }))),
    ),
  );
const sum = (numbers: readonly number[]) => numbers.reduce((total, count) => total + count, 0);

describe("fillApprovals", () => {
  test("fills as many places as trying everything does", () => {
    fc.assert(
      fc.property(approvals, voters, (given, who) => {
        expect(sum(fillApprovals(given, who).counts)).toBe(bestByTrying(given, who));
      }),
      { numRuns: 300 },
    );
  });

  test("uses every voter and every seat once, for an approval that has the seat, within what it needs", () => {
    fc.assert(
      fc.property(approvals, voters, (given, who) => {
        const { placements, counts } = fillApprovals(given, who);
        expect(new Set(placements.map(({ voter }) => voter)).size).toBe(placements.length);
        expect(new Set(placements.map(({ seat }) => seat)).size).toBe(placements.length);
        for (const { voter, seat, approval } of placements) {
          expect(who.find(({ id }) => id === voter)?.seats).toContain(seat);
          expect(given[approval]?.seats).toContain(seat);
        }
        expect(given.map((_, index) => placements.filter(({ approval }) => approval === index).length)).toEqual(counts);
        for (const [index, { min }] of given.entries()) expect(counts[index]).toBeLessThanOrEqual(min);
      }),
      { numRuns: 300 },
    );
  });

  test("an earlier approval has what it could have alone among the first ones", () => {
    fc.assert(
      fc.property(approvals, voters, (given, who) => {
        const { counts } = fillApprovals(given, who);
        for (let length = 1; length <= given.length; length += 1) {
          expect(sum(counts.slice(0, length))).toBe(bestByTrying(given.slice(0, length), who));
        }
      }),
      { numRuns: 200 },
    );
  });

  test("a person in two groups counts where they are needed", () => {
    const given = [
      { min: 1, seats: ["a", "b"] },
      { min: 1, seats: ["a"] },
    ];
    const who = [
      { id: "a", seats: ["a"] },
      { id: "b", seats: ["b"] },
    ];
    expect(fillApprovals(given, who).placements).toEqual([
      { voter: "a", seat: "a", approval: 1 },
      { voter: "b", seat: "b", approval: 0 },
    ]);
  });

  test("a delegate and the holder of the seat fill it once", () => {
    const who = [
      { id: "d", seats: ["d"] },
      { id: "v", seats: ["v", "d"] },
    ];
    expect(fillApprovals([{ min: 2, seats: ["d"] }], who).counts).toEqual([1]);
    expect(fillApprovals([{ min: 2, seats: ["d", "v"] }], who).counts).toEqual([2]);
  });

  test("hundreds of members of a role are no burden", () => {
    const ids = Array.from({ length: 400 }, (_, index) => `person-${index}`);
    const who = ids.map((id) => ({ id, seats: [id] }));
    expect(
      fillApprovals(
        Array.from({ length: 10 }, () => ({ min: 20, seats: ids })),
        who,
      ).counts,
    ).toEqual(Array.from({ length: 10 }, () => 20));
  });
});

describe("spareOf", () => {
  /** Whether an approval can still be filled beside all others, whoever of its own drops out. */
  function survives(given: readonly FlowApproval[], who: readonly FlowVoter[], { index, lost }: { index: number; lost: number }): boolean {
    const own = who.filter(({ seats }) => seats.some((seat) => given[index]?.seats.includes(seat)));
    return subsets(own, lost).every((dropped) => {
      const remaining = who.filter((voter) => !dropped.includes(voter));
      const [first, ...others] = [given[index], ...given.filter((_, at) => at !== index)];
      return first !== undefined && fillApprovals([first, ...others], remaining).counts[0] === first.min;
    });
  }
  const subsets = <T>(items: readonly T[], size: number): T[][] => {
    const [first, ...rest] = items;
    if (size === 0) return [[]];
    if (first === undefined) return [];
    return [...subsets(rest, size - 1).map((others) => [first, ...others]), ...subsets(rest, size)];
  };

  test("so many may drop out, whoever they are", () => {
    // Without delegations a person who drops out takes one seat along.
    const own = fc.subarray(people).map((ids) => ids.map((id): FlowVoter => ({ id, seats: [id] })));
    fc.assert(
      fc.property(approvals, own, (given, who) => {
        for (const index of given.keys()) {
          const spare = spareOf(index, given, who);
          if (spare !== undefined) expect(survives(given, who, { index, lost: spare })).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  test("one alone: those beyond the quorum", () => {
    const who = people.map((id) => ({ id, seats: [id] }));
    expect(spareOf(0, [{ min: 2, seats: people }], who)).toBe(3);
    expect(spareOf(0, [{ min: 5, seats: people }], who)).toBe(0);
    expect(spareOf(0, [{ min: 6, seats: people }], who)).toBeUndefined();
  });

  test("people whom another approval needs are no spare", () => {
    const who = ["a", "b", "c"].map((id) => ({ id, seats: [id] }));
    const given = [
      { min: 1, seats: ["a", "b", "c"] },
      { min: 2, seats: ["a", "b", "c"] },
    ];
    expect(spareOf(0, given, who)).toBe(0);
  });
});
