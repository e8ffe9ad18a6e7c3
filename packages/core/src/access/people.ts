import { type Ctx, type Deps, workspaceOf } from "../kernel/index.ts";
import { selectActorNames, selectMakers } from "./store/people.ts";
import { revokeTokens } from "./store/tokens.ts";
import { findAccountByEmail } from "./store/users.ts";

/** Anyone on the platform, for those who may bring people into their workspace; asked past the workspace's own view. */
export async function findPersonByEmail(deps: Deps, email: string): Promise<{ id: string; isDisabled: boolean } | undefined> {
  const account = await deps.db.transaction({ role: "system" }, (tx) => findAccountByEmail(tx, email));
  return account && { id: account.id, isDisabled: account.is_disabled };
}

/** Names by actor id, as far as the caller may see the actors. */
export async function namesOfActors(ctx: Ctx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await selectActorNames(ctx.tx, [...new Set(ids)]);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** For each actor its own id and those of everybody behind it: the people, and the accounts between them and the act. */
export async function peopleBehind(ctx: Ctx, ids: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const rows = ids.length === 0 ? [] : await selectMakers(ctx.tx, workspaceOf(ctx).id, [...new Set(ids)]);
  const byActor = Map.groupBy(rows, ({ actor_id }) => actor_id);
  return new Map([...byActor].map(([id, makers]) => [id, new Set(makers.map(({ maker_id }) => maker_id))]));
}

/** Revokes what somebody holds in the workspace of the request, and what was made with it; says how many. */
export const revokeTokensOfMember = (ctx: Ctx, userId: string): Promise<number> =>
  revokeTokens(ctx.tx, { workspaceId: workspaceOf(ctx).id, userId }, ctx.now);
