import { redirect } from "next/navigation";
import { NoWorkspace } from "#src/domains/workspaces/no-workspace.tsx";
import { settledUser } from "#src/shell/current-user.ts";
import { lastWorkspace } from "#src/shell/last-workspace.ts";
import { paths } from "#src/shell/paths.ts";

/** Leads to the workspace last visited, or the first. */
export default async function Root() {
  const me = await settledUser();
  const workspace = await lastWorkspace(me);
  if (workspace) redirect(paths.home(workspace));
  return <NoWorkspace me={me} />;
}
