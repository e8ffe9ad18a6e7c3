"use client";
import { settlingOf } from "../request/clause-order.ts";
import { DatasetDialog } from "./dataset-dialog.tsx";
import { DocumentDialog } from "./document-dialog.tsx";
import { RecordDialog } from "./record-dialog.tsx";
import type { SettleProps } from "./settle-props.ts";
import { TableDialog } from "./table-dialog.tsx";
import { useVersionName } from "./use-evidence.ts";

/** Asks for what the evidence of a clause is made from. */
export function SettleDialog(props: Omit<SettleProps, "version">) {
  const version = useVersionName();
  if (!version) return null;
  switch (settlingOf(props.clause)) {
    case "table":
      return <TableDialog {...props} version={version} />;
    case "dataset":
      return <DatasetDialog {...props} version={version} />;
    case "document":
      return <DocumentDialog {...props} version={version} />;
    default:
      return <RecordDialog {...props} version={version} />;
  }
}
