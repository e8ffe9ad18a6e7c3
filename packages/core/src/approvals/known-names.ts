import { type Ctx, workspaceOf } from "../kernel/index.ts";
import type { KnownNames } from "./policy/check-document.ts";
import { selectGroupNames } from "./store/electorate.ts";
import { selectEnvironments } from "./store/environments.ts";

/** What a policy of the workspace may name. */
export async function knownNames(ctx: Ctx): Promise<KnownNames> {
  const environments = await selectEnvironments(ctx.tx, workspaceOf(ctx).id, ctx.now);
  return {
    groups: await selectGroupNames(ctx.tx),
    environments: environments.filter(({ isArchived }) => !isArchived).map(({ name }) => name),
    roles: ["approver", "engineer", "admin"],
  };
}
