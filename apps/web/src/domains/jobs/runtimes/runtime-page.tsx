"use client";
import { retireRuntime } from "@plumbline/contracts/jobs/runtime";
import { Button } from "@plumbline/ui/button";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { Chip } from "@plumbline/ui/status";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Archive, Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Confirm } from "#src/components/confirm.ts";
import { failToast } from "#src/components/fail-toast.ts";
import { Loaded } from "#src/components/loaded.tsx";
import { NoSuchPage } from "#src/components/no-such-page.tsx";
import { useUrlState } from "#src/components/url-state.ts";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { runtimesQuery } from "../queries.ts";
import { familiesOf, type RuntimeFamily } from "./runtime-families.ts";
import { RuntimeVersions } from "./runtime-versions.tsx";

const RuntimeForm = dynamic(() => import("./runtime-form.tsx").then((module) => module.RuntimeForm));

/** What is in this runtime, and what was in its versions before? */
export function RuntimePage({ runtime }: { runtime: string }) {
  const { workspace } = useViewer();
  const query = useQuery(runtimesQuery(useApi()));
  const family = query.data && familiesOf(query.data.items).find(({ name }) => name === runtime);
  const list = { label: "Training runtimes", href: paths.runtimes(workspace) };
  if (query.data && !family)
    return <NoSuchPage what="training runtime" list={list} detail="It may have another name, or was never made." />;
  return (
    <Page
      title={runtime}
      crumbs={[list]}
      aside={family?.isRetired && <Chip tone="warn">Retired</Chip>}
      actions={family && <Acts family={family} />}
    >
      <Loaded
        query={query}
        what="The training runtime"
        skeleton={
          <div className="rounded-lg border bg-surface">
            <SkeletonRows label="The training runtime is being read" rows={6} columns={[140, 320, 90]} />
          </div>
        }
      >
        {() => family && <RuntimeVersions family={family} />}
      </Loaded>
    </Page>
  );
}

function Acts({ family }: { family: RuntimeFamily }) {
  const api = useApi();
  const { can } = useViewer();
  const client = useQueryClient();
  const url = useUrlState();
  const [isAsking, setAsking] = useState(false);
  const { name } = family;
  const retire = useMutation({
    mutationFn: () => api.call(retireRuntime, { runtime: name }),
    onSuccess: () => {
      setAsking(false);
      return client.invalidateQueries({ queryKey: [api.workspace, "training-runtimes"] });
    },
    onError: (error) => failToast(`${name} could not be retired`, error, () => retire.mutate()),
  });
  if (!can("platform:compute")) return null;
  return (
    <>
      <Button tone="danger" denied={family.isRetired ? "It is retired already" : undefined} onClick={() => setAsking(true)}>
        <Archive className="icon-small" aria-hidden="true" />
        Retire
      </Button>
      <Button onClick={() => url.set({ new: "1" })}>
        <Plus className="icon-small" aria-hidden="true" />
        New version
      </Button>
      {isAsking && (
        <Confirm
          open
          onOpenChange={setAsking}
          title={`Retire ${name}`}
          description="No new spec may name it, in any workspace. Jobs that run go on; a job run again keeps the version that it had. A new version brings it back."
          action="Retire runtime"
          name={name}
          busy={retire.isPending}
          onConfirm={() => retire.mutate()}
        />
      )}
      {url.get("new") === "1" && <RuntimeForm from={family.newest} onClose={() => url.set({ new: undefined })} />}
    </>
  );
}
