"use client";
import type { WrittenMount } from "@plumbline/contracts/jobs/spec";
import { Button, IconButton } from "@plumbline/ui/button";
import { CheckboxRow } from "@plumbline/ui/checkbox";
import { Input } from "@plumbline/ui/input";
import { HardDrive, X } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useSpec } from "../spec-context.tsx";
import { type SpecPath, valueAt } from "../spec-document.ts";
import { problemAt } from "../spec-problems.ts";
import { itemsOf, shownValue } from "./field-values.ts";
import { mountText } from "./mount-text.ts";

const AddMount = dynamic(() => import("./add-mount.tsx").then((module) => module.AddMount));

/** What a cluster mounts beside the working directory: volume claims and caches. */
export function MountFields() {
  const { value, set } = useSpec();
  const [isAdding, setAdding] = useState(false);
  const mounts = itemsOf(value?.mounts);
  const add = (mount: WrittenMount) => {
    set(["mounts", mounts.length], mount);
    setAdding(false);
  };
  return (
    <div className="grid gap-2">
      {mounts.length > 0 && (
        <ul className="grid gap-2" aria-label="Mounts">
          {mounts.map((mount, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a mount is its place in the list
            <MountRow key={at} at={at} mount={mount} />
          ))}
        </ul>
      )}
      <span>
        <Button onClick={() => setAdding(true)}>
          <HardDrive className="icon-small" aria-hidden="true" />
          Mount a volume or a cache
        </Button>
      </span>
      {isAdding && <AddMount onAdd={add} onClose={() => setAdding(false)} />}
    </div>
  );
}

function MountRow({ at, mount }: { at: number; mount: unknown }) {
  const { set, problems } = useSpec();
  const path: SpecPath = ["mounts", at];
  const { kind, name } = mountText(mount);
  const error = problemAt(problems, path);
  return (
    <li>
      <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto] items-center gap-x-2 gap-y-1 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)_112px_auto]">
        <span className="truncate" title={name}>
          <span className="text-ink-3">{kind}</span> <span className="font-medium">{name}</span>
        </span>
        <Text path={[...path, "path"]} label={`Where ${name} is mounted`} />
        <span className="max-sm:order-last max-sm:col-span-2">
          {kind === "cache" ? (
            <Text path={[...path, "size"]} label={`Size of ${name}`} />
          ) : (
            <CheckboxRow
              checked={valueAt(mount as Record<string, unknown>, ["readOnly"]) !== false}
              onChange={(isReadOnly) => set([...path, "readOnly"], isReadOnly ? undefined : false)}
            >
              read only
            </CheckboxRow>
          )}
        </span>
        <IconButton label={`Remove ${name}`} size="small" onClick={() => set(path, undefined)}>
          <X className="icon-small" />
        </IconButton>
      </div>
      {error && <p className="mt-0.5 text-bad text-small">{error}</p>}
    </li>
  );
}

function Text({ path, label }: { path: SpecPath; label: string }) {
  const { value, set } = useSpec();
  return (
    <Input
      aria-label={label}
      value={shownValue(valueAt(value, path))}
      className="code"
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => set(path, event.target.value)}
    />
  );
}
