import type { Ctx } from "../kernel/index.ts";

/** The alias of the version that others are compared with. */
const champion = "champion";

/** Aliases that name versions in production only. */
export const protectedAliases = async (_ctx: Ctx): Promise<ReadonlySet<string>> => new Set([champion]);
