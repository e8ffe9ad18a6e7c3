import { SettingsPage } from "#src/domains/workspaces/settings/settings-page.tsx";

export default function Settings() {
  return <SettingsPage />;
}
