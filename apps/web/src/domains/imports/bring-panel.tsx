"use client";
import { importAddressMax } from "@plumbline/contracts/imports";
import { Button } from "@plumbline/ui/button";
import { Field } from "@plumbline/ui/field";
import { Input } from "@plumbline/ui/input";
import { Panel } from "@plumbline/ui/panel";
import { Chip } from "@plumbline/ui/status";
import Link from "next/link";
import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";

/** The way in for whoever has runs elsewhere. */
export function BringPanel() {
  const { workspace, can } = useViewer();
  const router = useRouter();
  if (!can("import:run")) return null;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const address = String(new FormData(event.currentTarget).get("address"));
    router.push(`${paths.imports(workspace)}?new=1&address=${encodeURIComponent(address)}`);
  };
  return (
    <Panel title="Bring your MLflow" actions={<Chip tone="good">Read only</Chip>}>
      <p className="mb-2.5 text-ink-2">Copy what you have. Run ids stay the same, so links and scripts go on working.</p>
      <form onSubmit={submit} className="grid gap-2">
        <Field name="address" label="Address of your server">
          {(control) => (
            <Input
              {...control}
              required
              type="url"
              maxLength={importAddressMax}
              placeholder="https://mlflow.example.org:5000"
              className="code"
              autoComplete="off"
              spellCheck={false}
            />
          )}
        </Field>
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit">Look what is there</Button>
          <Link href={paths.imports(workspace)} className="font-medium text-accent text-small hover:underline">
            All imports
          </Link>
        </div>
      </form>
    </Panel>
  );
}
