import { getMe, type Me } from "@plumbline/contracts/access/session";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { paths } from "./paths.ts";
import { isCode } from "./problem-text.ts";
import { serverApi } from "./server-api.ts";

/** Who is signed in, asked once for each request; whoever is not goes to the sign-in page. */
export const currentUser = cache(async (): Promise<Me> => {
  const api = await serverApi();
  const me = await api.call(getMe, {}).catch((error: unknown) => (isCode(error, "unauthenticated") ? undefined : Promise.reject(error)));
  if (!me) redirect(`${paths.signIn}?next=${encodeURIComponent((await headers()).get("x-plumbline-path") ?? "/")}`);
  return me;
});

/** The same, sent on first to choose a password of their own where they must. */
export async function settledUser(): Promise<Me> {
  const me = await currentUser();
  if (me.mustChangePassword) redirect(paths.changePassword);
  return me;
}
