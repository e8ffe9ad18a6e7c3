"use client";
import type { Clause } from "@plumbline/contracts/approvals/clause";
import { Button, ButtonLink } from "@plumbline/ui/button";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { failToast } from "#src/components/fail-toast.ts";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { settlingOf } from "../request/clause-order.ts";
import { useRequest } from "../request/request-context.tsx";
import { atOnceInput } from "./at-once.ts";
import { useProduce, useVersionName } from "./use-evidence.ts";

const SettleDialog = dynamic(() => import("./settle-dialog.tsx").then((module) => module.SettleDialog));

const verbs = { table: "Produce evidence", dataset: "Produce evidence", document: "Upload document", form: "Record evidence" };

/** The way to meet a clause: at once, or by way of a table, a form or the model card. */
export function SettleButton({ clause }: { clause: Clause }) {
  const { me } = useRequest();
  const version = useVersionName();
  const { workspace } = useApi();
  const [isOpen, setOpen] = useState(false);
  const { can } = useViewer();
  const settling = settlingOf(clause);
  const denied =
    clause.kind === "fairness" && !can("evidence:protected")
      ? "Fairness is computed on protected attributes of people; your role may not. An engineer or an administrator can."
      : undefined;
  if (!me.mayProduceEvidence || !version) return null;
  if (settling === "at-once") return <StartButton clause={clause}>Produce evidence</StartButton>;
  if (settling === "card") {
    return (
      <span className="inline-flex flex-wrap justify-end gap-1.5">
        <ButtonLink size="small">
          <Link href={`${paths.version(workspace, version, "card")}?edit=1`}>Edit card</Link>
        </ButtonLink>
        {clause.state !== "failed" && <StartButton clause={clause}>Check card</StartButton>}
      </span>
    );
  }
  return (
    <>
      <Button size="small" denied={denied} onClick={() => setOpen(true)}>
        {verbs[settling]}
      </Button>
      {isOpen && <SettleDialog clause={clause} onClose={() => setOpen(false)} />}
    </>
  );
}

function StartButton({ clause, children }: { clause: Clause; children: string }) {
  const produce = useProduce();
  const input = atOnceInput(clause);
  if (!input) return null;
  const start = () => produce.mutate([input], { onError: (error) => failToast(`${clause.title} could not be produced`, error, start) });
  return (
    <Button size="small" busy={produce.isPending} onClick={start}>
      {children}
    </Button>
  );
}
