import { redirect } from "next/navigation";
import { NoWorkspace } from "#src/domains/workspaces/no-workspace.tsx";
import { settledUser } from "#src/shell/current-user.ts";
import { lastWorkspace } from "#src/shell/last-workspace.ts";
import { paths } from "#src/shell/paths.ts";

/** Where programs send people who need a token, without knowing in which workspace they are. */
export default async function NewToken() {
  const me = await settledUser();
  const workspace = await lastWorkspace(me);
  if (workspace) redirect(`${paths.tokens(workspace)}?new=1`);
  return <NoWorkspace me={me} />;
}
