import { randomUUID } from "node:crypto";
import * as contract from "@plumbline/contracts/access/session";
import type { CallInput } from "@plumbline/contracts/operation";
import { AppError, type Caller, command, type Deps, parseInput, recordAct, type Verb } from "../kernel/index.ts";
import { stateOf } from "./process-state.ts";
import { forgiveAddress, type Judgement, judgePassword } from "./sign-in-attempt.ts";
import { insertSession } from "./store/sessions.ts";
import { accountKey, clearAttempts } from "./store/throttle.ts";
import { type AccountRow, markSignedIn } from "./store/users.ts";

type Operation = typeof contract.createSession;

/** Not one command: a wrong password is counted and recorded although the request fails. */
async function signIn(deps: Deps, caller: Caller, raw: CallInput<Operation>): Promise<contract.SessionGrant> {
  const input = parseInput(contract.createSession, raw);
  const judgement = await judgePassword(deps, { ...input, address: caller.address });
  if (!judgement.account || !judgement.isRight) {
    await recordFailure(deps, caller, judgement);
    throw wrongCredentials();
  }
  const { id, name } = judgement.account;
  const actor = { kind: "user", id, name, via: "session", credentialId: randomUUID() } as const;
  return openSession(judgement.account, actor.credentialId)(deps, { ...caller, actor, workspace: null }, raw);
}

export const createSession: Verb<Operation> = Object.assign(signIn, { operation: contract.createSession });

/** The caller is the person who has just proved who they are. */
const openSession = (account: AccountRow, sessionId: string): Verb<Operation> =>
  command(contract.createSession, async (ctx) => {
    const expiresAt = new Date(ctx.now.getTime() + stateOf(ctx.deps).policy.sessionLifetimeMs);
    if (!(await markSignedIn(ctx.tx, account, ctx.now))) throw wrongCredentials();
    await clearAttempts(ctx.tx, accountKey(account.email));
    await forgiveAddress(ctx.tx, ctx.address);
    const { address, userAgent } = ctx;
    await insertSession(ctx.tx, { id: sessionId, userId: account.id, createdAt: ctx.now, expiresAt, address, userAgent });
    return {
      result: {
        sessionId,
        expiresAt: expiresAt.toISOString(),
        user: {
          id: account.id,
          email: account.email,
          name: account.name,
          mustChangePassword: account.must_change_password,
          platformRole: account.platform_role,
        },
      },
      subject: { kind: "session", id: sessionId },
      after: { userId: account.id },
    };
  });

/** What was typed is not kept: people type passwords into the wrong field. */
async function recordFailure(deps: Deps, caller: Caller, judgement: Judgement): Promise<void> {
  const audit = {
    action: contract.createSession.audit,
    outcome: "refused" as const,
    subject: { kind: "user", id: judgement.account?.id ?? "unknown" },
    ...(judgement.lockedUntil ? { after: { lockedUntil: judgement.lockedUntil.toISOString() } } : {}),
  };
  const now = deps.now();
  await deps.db.transaction({ role: "system" }, async (tx) => recordAct(tx, { ...caller, workspace: null }, { audit, changes: [], now }));
}

const wrongCredentials = () =>
  new AppError("unauthenticated", "The e-mail or the password is wrong.", { params: { reason: "wrong-credentials" } });
