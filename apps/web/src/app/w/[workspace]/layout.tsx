import { cookies } from "next/headers";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { settledUser } from "#src/shell/current-user.ts";
import { parseTheme, sidebarCookie, themeCookie } from "#src/shell/preferences.ts";
import { Shell } from "#src/shell/shell.tsx";

interface Props {
  params: Promise<{ workspace: string }>;
  children: ReactNode;
}

export default async function WorkspaceLayout({ params, children }: Props) {
  const [{ workspace }, me, jar] = await Promise.all([params, settledUser(), cookies()]);
  if (!me.workspaces.some(({ name }) => name === workspace)) notFound();
  const kept = { theme: parseTheme(jar.get(themeCookie)?.value), isNarrow: jar.get(sidebarCookie)?.value === "narrow" };
  return (
    <Shell me={me} workspace={workspace} kept={kept}>
      {children}
    </Shell>
  );
}
