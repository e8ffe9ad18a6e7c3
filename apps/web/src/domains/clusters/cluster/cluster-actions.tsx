"use client";
import { type ClusterDetail, readAgain, removeCluster } from "@plumbline/contracts/clusters/cluster";
import { Button, ButtonLink, IconButton } from "@plumbline/ui/button";
import { countText } from "@plumbline/ui/format/number";
import { Menu, MenuItem } from "@plumbline/ui/menu";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ellipsis, RefreshCw } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Confirm } from "#src/components/confirm.ts";
import { failToast } from "#src/components/fail-toast.ts";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";

/** What those who run the platform may do about a cluster. */
export function ClusterActions({ cluster }: { cluster: ClusterDetail }) {
  const api = useApi();
  const { can } = useViewer();
  const client = useQueryClient();
  const read = useMutation({
    mutationFn: () => api.call(readAgain, { cluster: cluster.name }),
    onSuccess: () => client.invalidateQueries({ queryKey: [api.workspace, "cluster", cluster.name] }),
    onError: (error) => failToast(`${cluster.name} could not be read again`, error, () => read.mutate()),
  });
  if (!can("platform:compute")) return null;
  return (
    <>
      <Button tone="ghost" busy={read.isPending} onClick={() => read.mutate()}>
        {!read.isPending && <RefreshCw className="icon-small" aria-hidden="true" />}
        Read again
      </Button>
      <ButtonLink>
        <Link href={paths.clusterManagement(api.workspace, cluster.name)}>{manageText(cluster)}</Link>
      </ButtonLink>
      <Removal cluster={cluster.name} />
    </>
  );
}

/** Until every queue has its workspace, that is what there is to do. */
function manageText({ readAt, unmappedQueues }: ClusterDetail): string {
  if (readAt === null) return "Manage";
  return unmappedQueues > 0 ? `Map ${countText(unmappedQueues, "queue")}` : "Choose what to manage";
}

function Removal({ cluster }: { cluster: string }) {
  const api = useApi();
  const client = useQueryClient();
  const router = useRouter();
  const [isAsking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => api.call(removeCluster, { cluster }),
    onSuccess: async () => {
      router.push(paths.clusters(api.workspace));
      await client.invalidateQueries({ queryKey: [api.workspace, "clusters"] });
    },
    onError: (error) => failToast(`${cluster} could not be removed`, error, () => remove.mutate()),
  });
  const trigger = (
    <IconButton label={`More for ${cluster}`}>
      <Ellipsis className="icon-small" />
    </IconButton>
  );
  return (
    <>
      <Menu trigger={trigger}>
        <MenuItem tone="danger" onSelect={() => setAsking(true)}>
          Remove cluster
        </MenuItem>
      </Menu>
      {isAsking && (
        <Confirm
          open
          onOpenChange={setAsking}
          title={`Remove ${cluster}`}
          description="The platform forgets the cluster, its credentials and what was read of it. Nothing on the cluster is changed: what runs there goes on. Refused while unfinished jobs of the platform are on it."
          action="Remove cluster"
          name={cluster}
          busy={remove.isPending}
          onConfirm={() => remove.mutate()}
        />
      )}
    </>
  );
}
