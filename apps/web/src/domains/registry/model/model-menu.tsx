"use client";
import { deleteModel, type RegisteredModel, renameModel } from "@plumbline/contracts/registry/model";
import { Button, IconButton } from "@plumbline/ui/button";
import { Field } from "@plumbline/ui/field";
import { Input } from "@plumbline/ui/input";
import { Menu, MenuItem } from "@plumbline/ui/menu";
import { toast } from "@plumbline/ui/toast";
import { Ellipsis } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Confirm } from "#src/components/confirm.ts";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { fieldError } from "#src/shell/problem-text.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { useModelChange } from "../model-change.ts";

const FormDialog = dynamic(() => import("#src/components/form-dialog.tsx").then((module) => module.FormDialog));
const EditIntake = dynamic(() => import("./edit-intake.tsx").then((module) => module.EditIntake));
const ChangeTier = dynamic(() => import("./change-tier.tsx").then((module) => module.ChangeTier));

type Open = "edit" | "tier" | "rename" | "delete";

/** What may be done to a model as a whole. */
export function ModelMenu({ model }: { model: RegisteredModel }) {
  const { can } = useViewer();
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  if (!can("registry:write")) return null;
  const trigger = (
    <IconButton label={`More for ${model.name}`} tone="plain">
      <Ellipsis className="icon" />
    </IconButton>
  );
  return (
    <>
      <Button onClick={() => setOpen("edit")}>Edit intake</Button>
      <Button onClick={() => setOpen("tier")}>{model.tier === null ? "Judge the tier" : "Change tier"}</Button>
      <Menu trigger={trigger}>
        <MenuItem onSelect={() => setOpen("rename")}>Rename</MenuItem>
        {can("registry:delete") && (
          <MenuItem tone="danger" onSelect={() => setOpen("delete")}>
            Delete
          </MenuItem>
        )}
      </Menu>
      {open === "edit" && <EditIntake model={model} onClose={close} />}
      {open === "tier" && <ChangeTier model={model} onClose={close} />}
      {open === "rename" && <Rename model={model} onClose={close} />}
      {open === "delete" && <Delete model={model} onClose={close} />}
    </>
  );
}

function Rename({ model, onClose }: { model: RegisteredModel; onClose: () => void }) {
  const router = useRouter();
  const { workspace } = useApi();
  const change = useModelChange((api, name: string) => api.call(renameModel, { model: model.name, name }), {
    onDone: ({ name }) => {
      onClose();
      router.replace(paths.model(workspace, name));
    },
  });
  return (
    <FormDialog
      title={`Rename ${model.name}`}
      description="Code that names the model has to be changed along; versions, aliases and history stay with it."
      action="Rename"
      isBusy={change.isPending}
      error={change.error}
      labels={{ name: "Name" }}
      onSubmit={(form) => change.mutate(String(form.get("name")))}
      onClose={onClose}
    >
      <Field name="name" label="Name" error={fieldError(change.error, "name")}>
        {(control) => <Input {...control} required maxLength={256} defaultValue={model.name} autoComplete="off" />}
      </Field>
    </FormDialog>
  );
}

function Delete({ model, onClose }: { model: RegisteredModel; onClose: () => void }) {
  const router = useRouter();
  const { workspace } = useApi();
  const remove = useModelChange((api, name: string) => api.call(deleteModel, { model: name }), {
    failure: `${model.name} could not be deleted`,
    onDone: () => {
      router.replace(paths.models(workspace));
      const open = () => router.push(paths.inventory(workspace));
      toast({
        tone: "good",
        title: `${model.name} is deleted`,
        detail: "The inventory of earlier days keeps it.",
        action: { label: "Inventory", onAct: open },
      });
    },
  });
  return (
    <Confirm
      open
      onOpenChange={onClose}
      title={`Delete ${model.name}`}
      description={`The model and its ${model.versionCount} versions can no longer be loaded or promoted. What was live when, and who allowed it, stays in the record.`}
      action="Delete model"
      name={model.name}
      busy={remove.isPending}
      onConfirm={() => remove.mutate(model.name)}
    />
  );
}
