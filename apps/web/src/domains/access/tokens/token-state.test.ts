import type { Token } from "@plumbline/contracts/access/token";
import { expect, test } from "vitest";
import { tokenState } from "./token-state.ts";

const now = Date.UTC(2026, 8, 22);
const day = 86_400_000;
const word = (part: Partial<Token>) => tokenState({ expiresAt: null, revokedAt: null, ...part } as Token, now).word;

test("says whether a token works", () => {
  expect(word({})).toBe("Active");
  expect(word({ expiresAt: new Date(now + 30 * day).toISOString() })).toBe("Active");
  expect(word({ expiresAt: new Date(now + 3 * day).toISOString() })).toBe("Ends soon");
  expect(word({ expiresAt: new Date(now - 1).toISOString() })).toBe("Expired");
  expect(word({ expiresAt: new Date(now + day).toISOString(), revokedAt: new Date(now).toISOString() })).toBe("Revoked");
});
