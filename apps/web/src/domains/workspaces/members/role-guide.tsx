"use client";
import { Role, roleDescriptions } from "@plumbline/contracts/permissions";
import { Panel } from "@plumbline/ui/panel";
import { Chip } from "@plumbline/ui/status";
import { useViewer } from "#src/shell/viewer.tsx";

/** The roles in plain words. */
export function RoleGuide() {
  const { role: own } = useViewer();
  return (
    <Panel title="Roles" flush>
      <dl>
        {Role.options.map((role) => (
          <div key={role} className="border-b px-3 py-2 last:border-0">
            <dt className="flex items-center gap-2 font-medium">
              {role}
              {role === own && <Chip tone="accent">yours</Chip>}
            </dt>
            <dd className="text-ink-2">{roleDescriptions[role]}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
