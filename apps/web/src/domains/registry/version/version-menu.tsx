"use client";
import type { Stage } from "@plumbline/contracts/approvals/stage";
import type { ModelVersion } from "@plumbline/contracts/registry/version";
import { Button, ButtonLink, IconButton } from "@plumbline/ui/button";
import { Menu, MenuItem, MenuSeparator } from "@plumbline/ui/menu";
import { useQuery } from "@tanstack/react-query";
import { Ellipsis, Stamp } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { previewQuery } from "../queries.ts";
import { stageNames, stagesAbove, stagesBelow } from "../stages.tsx";

const RequestPromotion = dynamic(() => import("./request-promotion.tsx").then((module) => module.RequestPromotion));
const StepDown = dynamic(() => import("./version-dialogs.tsx").then((module) => module.StepDown));
const DeleteVersion = dynamic(() => import("./version-dialogs.tsx").then((module) => module.DeleteVersion));
const EditVersion = dynamic(() => import("./edit-version.tsx").then((module) => module.EditVersion));
const SetAlias = dynamic(() => import("../set-alias.tsx").then((module) => module.SetAlias));

type Open = { kind: "promote" | "retire" | "edit" | "alias" | "delete" } | { kind: "down"; stage: Stage };

/** What may be done to a version. Going up is asked for; stepping down is free. */
export function VersionMenu({ version }: { version: ModelVersion }) {
  const { can } = useViewer();
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const mayWrite = can("registry:write");
  const mayAsk = can("request:open") && version.status === "READY";
  return (
    <>
      {mayAsk && stagesAbove(version).length > 0 && <Promote version={version} onAsk={() => setOpen({ kind: "promote" })} />}
      {(mayWrite || can("registry:delete")) && <Items version={version} mayAsk={mayAsk} onOpen={setOpen} />}
      {(open?.kind === "promote" || open?.kind === "retire") && (
        <RequestPromotion version={version} isRetirement={open.kind === "retire"} onClose={close} />
      )}
      {open?.kind === "down" && <StepDown version={version} stage={open.stage} onClose={close} />}
      {open?.kind === "edit" && <EditVersion version={version} onClose={close} />}
      {open?.kind === "alias" && <SetAlias model={version.model} version={version.version} latest={version.version} onClose={close} />}
      {open?.kind === "delete" && <DeleteVersion version={version} onClose={close} />}
    </>
  );
}

/** The one next step: the request that is open, or the way to open one. */
function Promote({ version, onAsk }: { version: ModelVersion; onAsk: () => void }) {
  const api = useApi();
  const [target = "production"] = stagesAbove(version);
  const preview = useQuery(previewQuery(api, { model: version.model, version: version.version, toStage: target }));
  const openRequest = preview.data?.openRequest ?? null;
  const sign = <Stamp className="icon-small" aria-hidden="true" />;
  if (openRequest === null) {
    return (
      <Button tone="primary" onClick={onAsk}>
        {sign}
        Request promotion
      </Button>
    );
  }
  return (
    <ButtonLink tone="primary">
      <Link href={paths.request(api.workspace, openRequest)}>
        {sign}
        Open request {openRequest}
      </Link>
    </ButtonLink>
  );
}

function Items({ version, mayAsk, onOpen }: { version: ModelVersion; mayAsk: boolean; onOpen: (open: Open) => void }) {
  const { can } = useViewer();
  const mayWrite = can("registry:write");
  const trigger = (
    <IconButton label={`More for version ${version.version}`} tone="plain">
      <Ellipsis className="icon" />
    </IconButton>
  );
  const below = mayWrite ? stagesBelow(version) : [];
  return (
    <Menu trigger={trigger}>
      {mayWrite && <MenuItem onSelect={() => onOpen({ kind: "edit" })}>Description and tags</MenuItem>}
      {mayWrite && <MenuItem onSelect={() => onOpen({ kind: "alias" })}>Set an alias</MenuItem>}
      {below.map((stage) => (
        <MenuItem key={stage} onSelect={() => onOpen({ kind: "down", stage })}>
          Step down to {stageNames[stage].toLowerCase()}
        </MenuItem>
      ))}
      {mayAsk && version.stage !== "retired" && <MenuItem onSelect={() => onOpen({ kind: "retire" })}>Request retirement</MenuItem>}
      {can("registry:delete") && <MenuSeparator />}
      {can("registry:delete") && (
        <MenuItem tone="danger" onSelect={() => onOpen({ kind: "delete" })}>
          Delete
        </MenuItem>
      )}
    </Menu>
  );
}
