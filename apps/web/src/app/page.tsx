import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { NoWorkspace } from "#src/domains/workspaces/no-workspace.tsx";
import { settledUser } from "#src/shell/current-user.ts";
import { paths } from "#src/shell/paths.ts";
import { workspaceCookie } from "#src/shell/preferences.ts";

/** Leads to the workspace last visited, or the first. */
export default async function Root() {
  const me = await settledUser();
  const last = (await cookies()).get(workspaceCookie)?.value;
  const workspace = me.workspaces.find(({ name }) => name === last) ?? me.workspaces[0];
  if (workspace) redirect(paths.home(workspace.name));
  return <NoWorkspace me={me} />;
}
