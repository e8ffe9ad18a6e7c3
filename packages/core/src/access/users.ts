import * as contract from "@plumbline/contracts/access/user";
import type { Tx } from "@plumbline/db";
import { AppError, type Ctx, command, query } from "../kernel/index.ts";
import { addPerson } from "./add-person.ts";
import { generatePassword, hashPassword } from "./password.ts";
import { forgettingPrincipals } from "./process-state.ts";
import { revokeSessionsOf } from "./store/sessions.ts";
import { accountKey, clearAttempts } from "./store/throttle.ts";
import { revokeTokens } from "./store/tokens.ts";
import { changeUser, findUser, listAllUsers, lockPlatformAdmins, setFirstPassword } from "./store/users.ts";

export const listUsers = query(contract.listUsers, async (ctx) => ({ items: await listAllUsers(ctx.tx, ctx.now) }));

/** Names and e-mails go into the note, which can be erased; the event itself is kept for ever. */
export const createUser = command(contract.createUser, async (ctx, input) => {
  const added = await addPerson(ctx.tx, { ...input, createdAt: ctx.now });
  if (!added)
    throw new AppError("conflict", `Somebody with the e-mail ${input.email} has an account already.`, {
      params: { reason: "email-taken" },
    });
  const user = await readUser(ctx, added.id);
  return {
    result: { user, password: added.password },
    subject: { kind: "user", id: user.id },
    after: { platformRole: user.platformRole },
    note: `${user.name} <${user.email}>`,
  };
});

/** Disabling revokes all sessions and tokens: what was stopped does not start again by itself. */
export const updateUser = forgettingPrincipals(
  command(contract.updateUser, async (ctx, input) => {
    const admins = await lockPlatformAdmins(ctx.tx);
    const before = await readUser(ctx, input.userId);
    const name = input.name ?? before.name;
    const isDisabled = input.isDisabled ?? before.isDisabled;
    const platformRole = input.platformRole === undefined ? before.platformRole : input.platformRole;
    const isAdmin = platformRole === "platform-admin" && !isDisabled;
    if (!isAdmin && admins.length === 1 && admins[0] === before.id) {
      throw new AppError("conflict", "They are the last administrator of the platform. Make somebody else one first.", {
        params: { reason: "last-platform-admin" },
      });
    }
    await changeUser(ctx.tx, { id: before.id, name, isDisabled, platformRole }, ctx.now);
    const ended = isDisabled ? await endEverything(ctx.tx, before.id, ctx.now) : {};
    return {
      result: await readUser(ctx, before.id),
      subject: { kind: "user", id: before.id },
      before: { isDisabled: before.isDisabled, platformRole: before.platformRole },
      after: { isDisabled, platformRole, isRenamed: name !== before.name, ...ended },
    };
  }),
);

export const resetPassword = forgettingPrincipals(
  command(contract.resetPassword, async (ctx, input) => {
    const { id, email } = await readUser(ctx, input.userId);
    const password = generatePassword();
    await setFirstPassword(ctx.tx, id, await hashPassword(password));
    await clearAttempts(ctx.tx, accountKey(email));
    const endedSessions = await revokeSessionsOf(ctx.tx, { userId: id }, ctx.now);
    return { result: { user: await readUser(ctx, id), password }, subject: { kind: "user", id }, after: { endedSessions } };
  }),
);

async function readUser(ctx: Ctx, id: string): Promise<contract.User> {
  const user = await findUser(ctx.tx, id, ctx.now);
  if (!user) throw new AppError("not-found", `There is no person "${id}".`, { params: { noun: "user", id } });
  return user;
}

async function endEverything(tx: Tx, userId: string, now: Date): Promise<{ endedSessions: number; revokedTokens: number }> {
  return {
    endedSessions: await revokeSessionsOf(tx, { userId }, now),
    revokedTokens: await revokeTokens(tx, { workspaceId: null, userId }, now),
  };
}
