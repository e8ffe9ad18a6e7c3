"use client";
import { type Dataset, deleteDataset } from "@plumbline/contracts/datasets/dataset";
import { IconButton } from "@plumbline/ui/button";
import { Menu, MenuItem } from "@plumbline/ui/menu";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ellipsis } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Confirm } from "#src/components/confirm.ts";
import { failToast } from "#src/components/fail-toast.ts";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";

/** What may be done to a dataset as a whole. */
export function DatasetMenu({ dataset }: { dataset: Dataset }) {
  const { can } = useViewer();
  const [isAsking, setAsking] = useState(false);
  const remove = useRemove(dataset, () => setAsking(false));
  if (!can("dataset:delete")) return null;
  const versions = dataset.versionCount === 1 ? "its version" : `its ${dataset.versionCount} versions`;
  return (
    <>
      <Menu
        trigger={
          <IconButton label={`More for ${dataset.name}`}>
            <Ellipsis className="icon" />
          </IconButton>
        }
      >
        <MenuItem tone="danger" onSelect={() => setAsking(true)}>
          Delete dataset
        </MenuItem>
      </Menu>
      {isAsking && (
        <Confirm
          open
          onOpenChange={() => setAsking(false)}
          title={`Delete ${dataset.name}`}
          description={
            dataset.versionCount === 0
              ? "It has no versions. This cannot be undone."
              : `The dataset goes with ${versions} and their files. Runs keep what they logged. This cannot be undone.`
          }
          action="Delete dataset"
          name={dataset.name}
          busy={remove.isPending}
          onConfirm={() => remove.mutate()}
        />
      )}
    </>
  );
}

function useRemove({ name }: Dataset, onFailed: () => void) {
  const api = useApi();
  const client = useQueryClient();
  const router = useRouter();
  const remove = useMutation({
    mutationFn: () => api.call(deleteDataset, { dataset: name, deleteVersions: "true" }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: [api.workspace, "datasets"] });
      router.push(paths.datasets(api.workspace));
    },
    onError: (error) => {
      onFailed();
      failToast(`${name} could not be deleted`, error, () => remove.mutate());
    },
  });
  return remove;
}
