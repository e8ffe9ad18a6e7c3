"use client";
import { rollBack } from "@plumbline/contracts/registry/alias";
import { Button } from "@plumbline/ui/button";
import { Field } from "@plumbline/ui/field";
import { Input, Select } from "@plumbline/ui/input";
import { toast } from "@plumbline/ui/toast";
import { Undo2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { fieldError } from "#src/shell/problem-text.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { useModelChange } from "../model-change.ts";
import { type AliasMove, earlierHolders } from "./bands.ts";

const FormDialog = dynamic(() => import("#src/components/form-dialog.tsx").then((module) => module.FormDialog));

/** Makes an earlier champion the champion again; nothing stands before that. */
export function RollBack({ model, moves }: { model: string; moves: readonly AliasMove[] }) {
  const { can } = useViewer();
  const router = useRouter();
  const { workspace } = useApi();
  const [isOpen, setOpen] = useState(false);
  const holders = earlierHolders(moves);
  const change = useModelChange((api, input: { version: number; reason: string }) => api.call(rollBack, { model, ...input }), {
    onDone: ({ from, to }) => {
      setOpen(false);
      const open = () => router.push(paths.version(workspace, { model, version: to }));
      toast({
        tone: "good",
        title: `Version ${to} is champion again`,
        detail: from === null ? undefined : `It was ${from}.`,
        action: { label: "Open", onAct: open },
      });
    },
  });
  if (!can("registry:write") || holders.length === 0) return null;
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        <Undo2 className="icon-small" aria-hidden="true" />
        Roll back
      </Button>
      {isOpen && (
        <FormDialog
          title={`Roll ${model} back`}
          description="The version was allowed in production before, with these very bytes: no vote is needed. It is recorded with your reason."
          action="Roll back"
          isBusy={change.isPending}
          error={change.error}
          labels={{ version: "Back to", reason: "Why" }}
          onSubmit={(form) => change.mutate({ version: Number(form.get("version")), reason: String(form.get("reason")) })}
          onClose={() => setOpen(false)}
        >
          <Field name="version" label="Back to" error={fieldError(change.error, "version")}>
            {(control) => (
              <Select {...control}>
                {holders.map((version) => (
                  <option key={version} value={version}>
                    Version {version}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field name="reason" label="Why" error={fieldError(change.error, "reason")}>
            {(control) => <Input {...control} required maxLength={2000} autoComplete="off" />}
          </Field>
        </FormDialog>
      )}
    </>
  );
}
