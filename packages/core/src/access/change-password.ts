import * as contract from "@plumbline/contracts/access/session";
import type { CallInput } from "@plumbline/contracts/operation";
import { AppError, authorize, type Caller, command, type Deps, parseInput, type Verb } from "../kernel/index.ts";
import { ownSession } from "./own-session.ts";
import { hashPassword } from "./password.ts";
import { forgettingPrincipals } from "./process-state.ts";
import { forgiveAddress, judgePassword } from "./sign-in-attempt.ts";
import { revokeSessionsOf } from "./store/sessions.ts";
import { accountKey, clearAttempts } from "./store/throttle.ts";
import { type AccountRow, findAccount, replacePassword } from "./store/users.ts";

type Operation = typeof contract.changePassword;

/** Not one command: guesses of the current password are counted like those at sign-in, also when the request fails. */
async function change(deps: Deps, caller: Caller, raw: CallInput<Operation>): Promise<Record<string, never>> {
  await authorize(deps, caller, contract.changePassword);
  const { userId } = ownSession(caller);
  const input = parseInput(contract.changePassword, raw);
  const own = await deps.db.transaction({ role: "system" }, (tx) => findAccount(tx, userId));
  if (!own) throw new AppError("unauthenticated", "Your account does not exist any more.");
  const { account, isRight } = await judgePassword(deps, { email: own.email, password: input.currentPassword, address: caller.address });
  if (!account || !isRight) throw refusedField("currentPassword", "is not your password");
  if (input.newPassword === input.currentPassword) throw refusedField("newPassword", "is the password that you have");
  return store(account, await hashPassword(input.newPassword))(deps, caller, raw);
}

export const changePassword: Verb<Operation> = forgettingPrincipals(Object.assign(change, { operation: contract.changePassword }));

const store = (account: AccountRow, passwordHash: string): Verb<Operation> =>
  command(contract.changePassword, async (ctx) => {
    const { userId, sessionId } = ownSession(ctx);
    if (!(await replacePassword(ctx.tx, account, passwordHash))) {
      throw new AppError("conflict", "Your password was changed by somebody else at the same time. Sign in again.");
    }
    await clearAttempts(ctx.tx, accountKey(account.email));
    await forgiveAddress(ctx.tx, ctx.address);
    const endedSessions = await revokeSessionsOf(ctx.tx, { userId, except: sessionId }, ctx.now);
    return { result: {}, subject: { kind: "user", id: userId }, after: { endedSessions } };
  });

const refusedField = (path: string, message: string): AppError => {
  const noun = path === "newPassword" ? "The new password" : "The current password";
  return new AppError("invalid", `${noun} ${message}.`, { fields: [{ path, message }], params: { reason: "password-refused" } });
};
