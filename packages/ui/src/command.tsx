"use client";
import { Command } from "cmdk";
import { Search } from "lucide-react";
import * as Dialog from "radix-ui/dialog";
import type { ReactNode } from "react";
import { Kbd } from "./kbd.tsx";

export interface CommandItem {
  id: string;
  label: string;
  /** Quieter, after the label: where it is, what it belongs to. */
  detail?: string;
  /** Further words by which it is found. */
  words?: string;
  icon?: ReactNode;
  keys?: readonly string[];
  run: () => void;
}

export interface CommandGroup {
  title: string;
  items: readonly CommandItem[];
}

export interface CommandDialogProps {
  onClose: () => void;
  search: string;
  onSearch: (search: string) => void;
  groups: readonly CommandGroup[];
  /** Said where nothing matches. */
  empty: ReactNode;
}

/** Everything that can be gone to or done, by typing. */
export function CommandDialog({ onClose, search, onSearch, groups, empty }: CommandDialogProps) {
  const choose = (item: CommandItem) => {
    onClose();
    item.run();
  };
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-x-3 top-[12vh] z-40 overflow-hidden rounded-lg border bg-surface shadow-float sm:inset-x-auto sm:left-1/2 sm:w-[600px] sm:-translate-x-1/2"
        >
          <Dialog.Title className="sr-only">Search or run a command</Dialog.Title>
          <Command label="Commands" loop>
            <div className="flex items-center gap-2.5 border-b px-3.5">
              <Search className="icon text-ink-3" aria-hidden="true" />
              <Command.Input
                value={search}
                onValueChange={onSearch}
                placeholder="Go to a page, an experiment, a run by name or id, or do something"
                className="h-11 w-full bg-transparent outline-none"
              />
            </div>
            <Command.List className="max-h-[60vh] overflow-y-auto p-1.5">
              <Command.Empty className="px-3 py-6 text-center text-ink-3">{empty}</Command.Empty>
              {groups.map((group) => (
                <Command.Group
                  key={group.title}
                  heading={group.title}
                  className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-caption [&_[cmdk-group-heading]]:text-ink-3"
                >
                  {group.items.map((item) => (
                    <Row key={item.id} item={item} onChoose={choose} />
                  ))}
                </Command.Group>
              ))}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Row({ item, onChoose }: { item: CommandItem; onChoose: (item: CommandItem) => void }) {
  return (
    <Command.Item
      value={item.id}
      keywords={[item.label, item.detail ?? "", item.words ?? ""]}
      onSelect={() => onChoose(item)}
      className="flex min-h-8 items-center gap-2.5 rounded-md px-2 data-[selected=true]:bg-hover"
    >
      <span className="grid w-4 flex-none place-items-center text-ink-3">{item.icon}</span>
      <span className="truncate">{item.label}</span>
      {item.detail && <span className="min-w-0 truncate text-ink-3">{item.detail}</span>}
      {item.keys && (
        <span className="ml-auto flex flex-none gap-1">
          {item.keys.map((key) => (
            <Kbd key={key}>{key}</Kbd>
          ))}
        </span>
      )}
    </Command.Item>
  );
}
