"use client";
import { Switch } from "@plumbline/ui/checkbox";
import { Dialog } from "@plumbline/ui/dialog";
import { type HotkeyGroup, useHotkeyGroups, useHotkeySwitch } from "@plumbline/ui/hotkeys";
import { Kbd } from "@plumbline/ui/kbd";
import { anywhere, destinations } from "./navigation.ts";
import { useViewer } from "./viewer.tsx";

export function KeyList({ onClose }: { onClose: () => void }) {
  const groups = useHotkeyGroups();
  const { can } = useViewer();
  const [isOn, setOn] = useHotkeySwitch();
  const pages = destinations.filter((item) => can(item.permission)).map((item) => ({ keys: ["g", item.key], does: item.label }));
  const rowsOf = (group: HotkeyGroup) => group.keys.flatMap(({ key, does }) => (does ? [{ keys: [key], does }] : []));
  const all = [
    {
      title: anywhere,
      rows: [{ keys: ["Ctrl", "K"], does: "Search or run a command" }, ...groups.filter(({ title }) => title === anywhere).flatMap(rowsOf)],
    },
    { title: "Go to", rows: pages },
    ...groups.filter(({ title }) => title !== anywhere).map((group) => ({ title: group.title, rows: rowsOf(group) })),
  ].filter(({ rows }) => rows.length > 0);
  return (
    <Dialog open onOpenChange={onClose} title="Keys" width="medium">
      <div className="grid gap-x-8 gap-y-3 pb-3 sm:grid-cols-2">
        {all.map((group) => (
          <section key={group.title}>
            <h3 className="mb-1 text-ink-3 text-small">{group.title}</h3>
            <dl>
              {group.rows.map((row) => (
                <div key={row.does} className="flex min-h-7 items-center justify-between gap-3 border-b last:border-0">
                  <dt>{row.does}</dt>
                  <dd className="flex gap-1">
                    {row.keys.map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <div className="flex items-center justify-between gap-3 border-t py-3">
        <span>
          Single-letter keys
          <span className="block text-ink-3 text-small">Switch them off if you speak to your computer. Arrows and Enter stay.</span>
        </span>
        <Switch label="Single-letter keys" checked={isOn} onChange={setOn} />
      </div>
    </Dialog>
  );
}
