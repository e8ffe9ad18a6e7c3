"use client";
import type { Policy } from "@plumbline/contracts/approvals/policy";
import { IconButton } from "@plumbline/ui/button";
import { Menu, MenuItem } from "@plumbline/ui/menu";
import { CircleOff, Ellipsis, Undo2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Confirm } from "#src/components/confirm.ts";

const WithdrawPolicy = dynamic(() => import("./withdraw-policy.tsx").then((module) => module.WithdrawPolicy));

interface Props {
  policy: Policy;
  isChanged: boolean;
  onDiscard: () => void;
}

/** Acts that are rare: forgetting a draft, taking a policy out of force. */
export function PolicyMenu({ policy, isChanged, onDiscard }: Props) {
  const [asks, setAsks] = useState<"discard" | "withdraw">();
  const mayWithdraw = policy.version !== null && policy.openRequest === null;
  if (!(isChanged || mayWithdraw)) return null;
  return (
    <>
      <Menu
        trigger={
          <IconButton label="More" tone="plain">
            <Ellipsis className="icon" />
          </IconButton>
        }
      >
        {isChanged && (
          <MenuItem onSelect={() => setAsks("discard")}>
            <Undo2 className="icon-small text-ink-3" />
            Discard the draft
          </MenuItem>
        )}
        {mayWithdraw && (
          <MenuItem tone="danger" onSelect={() => setAsks("withdraw")}>
            <CircleOff className="icon-small" />
            Take out of force
          </MenuItem>
        )}
      </Menu>
      {asks === "discard" && (
        <Confirm
          open
          onOpenChange={() => setAsks(undefined)}
          title="Discard the draft"
          description="What you wrote is forgotten. The version in force stays as it is."
          action="Discard draft"
          onConfirm={() => {
            onDiscard();
            setAsks(undefined);
          }}
        />
      )}
      {asks === "withdraw" && <WithdrawPolicy name={policy.name} onClose={() => setAsks(undefined)} />}
    </>
  );
}
