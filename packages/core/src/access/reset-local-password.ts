import { AppError, type Caller, type Deps, systemActor, uuidv7 } from "../kernel/index.ts";
import { isServiceAccountName } from "./store/service-accounts.ts";
import { findAccountByEmail } from "./store/users.ts";
import { resetPassword } from "./users.ts";

/**
 * A new first password for a person, made by whoever administers the machine itself: the way back in when nobody is
 * left who could sign in and reset it. Their sessions end and their account is unlocked, as by any reset.
 */
export async function resetLocalPassword(deps: Deps, wanted: { email: string }): Promise<string> {
  const { account, isServiceAccount } = await deps.db.transaction({ role: "system" }, async (tx) => ({
    account: await findAccountByEmail(tx, wanted.email.toLowerCase()),
    isServiceAccount: await isServiceAccountName(tx, wanted.email),
  }));
  if (!account) throw isServiceAccount ? passwordless(wanted.email) : unknown(wanted.email);
  if (account.is_disabled) {
    throw new AppError("conflict", `${account.email} is disabled; a password opens nothing until an administrator enables the account.`, {
      params: { reason: "account-disabled" },
    });
  }
  const caller: Caller = {
    actor: systemActor,
    workspace: null,
    permissions: new Set(["platform:people"]),
    requestId: `local-${uuidv7()}`,
    address: null,
    userAgent: null,
  };
  return (await resetPassword(deps, caller, { userId: account.id })).password;
}

const unknown = (email: string) =>
  new AppError("not-found", `There is no person with the e-mail "${email}".`, { params: { noun: "user", id: email } });

const passwordless = (name: string) =>
  new AppError("conflict", `"${name}" is a service account: it has tokens and no password.`, { params: { reason: "service-account" } });
