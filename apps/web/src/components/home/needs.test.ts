import type { Token } from "@plumbline/contracts/access/token";
import type { RequestSummary } from "@plumbline/contracts/approvals/request";
import type { Run } from "@plumbline/contracts/experiments/run";
import { expect, test } from "vitest";
import { needsOf } from "./needs.ts";

const now = Date.UTC(2026, 8, 22);
const hour = 3_600_000;
const run = (part: Partial<Run>) =>
  ({ runId: "r", createdBy: "me", status: "FAILED", startTime: now - hour, endTime: now - hour, ...part }) as Run;
const token = (part: Partial<Token>): Token => ({
  id: "t",
  name: "ci",
  prefix: "plb_abc",
  scopes: ["*"],
  owner: { kind: "user", id: "me", name: "Me" },
  createdAt: new Date(0).toISOString(),
  expiresAt: new Date(now + 24 * hour).toISOString(),
  lastUsedAt: new Date(now - hour).toISOString(),
  lastClient: null,
  revokedAt: null,
  ...part,
});
const kinds = (runs: Run[], tokens: Token[]) => needsOf({ userId: "me", requests: [], runs, tokens, now }).map(({ kind }) => kind);

test("my failed run of today needs me; others' runs, old ones and those that ended well do not", () => {
  const others = [run({ createdBy: "you" }), run({ endTime: now - 30 * hour }), run({ status: "FINISHED" })];
  expect(kinds([run({}), ...others], [])).toEqual(["failed-run"]);
});

test("a token in use that ends within a week needs me; unused, revoked, unending and ended ones do not", () => {
  const others = [
    token({ lastUsedAt: null }),
    token({ revokedAt: new Date(now).toISOString() }),
    token({ expiresAt: null }),
    token({ expiresAt: new Date(now - hour).toISOString() }),
    token({ owner: { kind: "service-account", id: "bot", name: "Bot" } }),
  ];
  expect(kinds([], [token({}), ...others])).toEqual(["token-expires"]);
});

test("requests that wait for my vote come first, the next to expire on top, then my own; others' do not need me", () => {
  const request = (number: number, part: { by?: string; isWaitingForMe?: boolean; inHours: number }) =>
    ({
      number,
      openedBy: { id: part.by ?? "you", name: null },
      isWaitingForMe: part.isWaitingForMe ?? false,
      expiresAt: new Date(now + part.inHours * hour).toISOString(),
    }) as RequestSummary;
  const requests = [
    request(1, { by: "me", inHours: 5 }),
    request(2, { isWaitingForMe: true, inHours: 50 }),
    request(3, { inHours: 1 }),
    request(4, { isWaitingForMe: true, inHours: 9 }),
  ];
  const needs = needsOf({ userId: "me", requests, runs: [run({})], tokens: [], now });
  expect(needs.map(({ kind, id }) => [kind, id])).toEqual([
    ["vote", "request 4"],
    ["vote", "request 2"],
    ["my-request", "request 1"],
    ["failed-run", "r"],
  ]);
});
