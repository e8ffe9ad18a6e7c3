import type { Me } from "@plumbline/contracts/access/session";
import { cookies } from "next/headers";
import { workspaceCookie } from "./preferences.ts";

/** The workspace last visited, or the first; undefined for whoever is in none. */
export async function lastWorkspace(me: Me): Promise<string | undefined> {
  const last = (await cookies()).get(workspaceCookie)?.value;
  return (me.workspaces.find(({ name }) => name === last) ?? me.workspaces[0])?.name;
}
