"use client";
import { KeyValues } from "@plumbline/ui/key-values";
import { Panel } from "@plumbline/ui/panel";
import { Segments } from "@plumbline/ui/tabs";
import { toast } from "@plumbline/ui/toast";
import { useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { SettingsTabs } from "#src/domains/workspaces/settings/settings-tabs.tsx";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { useShell } from "#src/shell/shell-state.tsx";
import { useViewer } from "#src/shell/viewer.tsx";
import { PasswordForm } from "../password-form.tsx";
import { platformRoleName } from "../people/platform-role.ts";
import { SessionsPanel } from "./sessions-panel.tsx";

const themes = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
] as const;

/** The person who looks: who they are, how they sign in, where they are signed in. */
export function AccountPage() {
  const { me } = useViewer();
  const { theme, setTheme } = useShell();
  const client = useQueryClient();
  const [formKey, setFormKey] = useState(0);
  const changed = () => {
    setFormKey(formKey + 1);
    toast({
      tone: "good",
      title: "Your password is changed",
      detail: "Your other sessions have ended.",
      action: { label: "See sessions", onAct: () => document.getElementById("sessions")?.scrollIntoView() },
    });
    void client.invalidateQueries({ queryKey: ["me"] });
  };
  return (
    <Page title="Your account" tabs={<SettingsTabs />}>
      <div className="grid max-w-5xl items-start gap-3 lg:grid-cols-2">
        <div className="grid gap-3">
          <Panel title="You">
            <KeyValues
              rows={[
                ["Name", me.name],
                ["E-mail", me.email ?? "none"],
                ["Platform role", me.platformRole ? platformRoleName(me.platformRole) : "none"],
                ["Workspaces", <Workspaces key="w" />],
              ]}
            />
          </Panel>
          <SessionsPanel />
        </div>
        <div className="grid gap-3">
          <Panel title="Password" aside="signs you in">
            <PasswordForm key={formKey} action="Change password" onDone={changed} />
          </Panel>
          <Panel title="Theme">
            <Segments label="Theme" value={theme} onChange={setTheme} options={themes} />
          </Panel>
        </div>
      </div>
    </Page>
  );
}

/** Each workspace with the role in it; a press goes there. */
function Workspaces() {
  const { me } = useViewer();
  return (
    <ul className="grid max-h-40 gap-x-4 overflow-y-auto sm:grid-cols-2">
      {me.workspaces.map(({ name, role }) => (
        <li key={name} className="flex min-w-0 items-baseline gap-1.5">
          <Link href={paths.home(name)} className="min-h-6 truncate leading-6 text-accent hover:underline" title={name}>
            {name}
          </Link>
          <span className="text-ink-3">{role}</span>
        </li>
      ))}
    </ul>
  );
}
