export { addFirstPerson } from "./add-person.ts";
export { authenticateSession } from "./authenticate-session.ts";
export { authenticateToken } from "./authenticate-token.ts";
export { createSession } from "./create-session.ts";
export { createToken } from "./create-token.ts";
export { getMe } from "./get-me.ts";
export { type AccessPolicy, defaultAccessPolicy } from "./policy.ts";
export type { Principal } from "./principal-cache.ts";
export { configureAccess, flushUses, forgetPrincipals, forgettingPrincipals } from "./process-state.ts";
