"use client";
import { deleteSecret, type Secret } from "@plumbline/contracts/secrets/secret";
import { IconButton } from "@plumbline/ui/button";
import { Menu, MenuItem } from "@plumbline/ui/menu";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ellipsis } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Confirm } from "#src/components/confirm.ts";
import { failToast } from "#src/components/fail-toast.ts";
import { useApi } from "#src/shell/api.tsx";

const SecretForm = dynamic(() => import("./secret-form.tsx").then((module) => module.SecretForm));

/** What may be done to a secret: everything but reading it. */
export function SecretMenu({ secret }: { secret: Secret }) {
  const api = useApi();
  const client = useQueryClient();
  const [open, setOpen] = useState<"rotate" | "delete">();
  const close = () => setOpen(undefined);
  const remove = useMutation({
    mutationFn: () => api.call(deleteSecret, { secret: secret.name }),
    onSuccess: () => {
      close();
      return client.invalidateQueries({ queryKey: [api.workspace, "secrets"] });
    },
    onError: (error) => failToast(`${secret.name} could not be deleted`, error, () => remove.mutate()),
  });
  const trigger = (
    <IconButton label={`More for ${secret.name}`} size="small">
      <Ellipsis className="icon-small" />
    </IconButton>
  );
  return (
    <>
      <Menu trigger={trigger}>
        <MenuItem onSelect={() => setOpen("rotate")}>Give it a new value</MenuItem>
        <MenuItem tone="danger" onSelect={() => setOpen("delete")}>
          Delete
        </MenuItem>
      </Menu>
      {open === "rotate" && <SecretForm secret={secret} taken={[]} onClose={close} />}
      {open === "delete" && (
        <Confirm
          open
          onOpenChange={close}
          title={`Delete ${secret.name}`}
          description="Its value is gone for good. Jobs that wait and name it will fail to start; those that run keep what they were given."
          action="Delete secret"
          name={secret.name}
          busy={remove.isPending}
          onConfirm={() => remove.mutate()}
        />
      )}
    </>
  );
}
