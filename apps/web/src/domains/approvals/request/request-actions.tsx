"use client";
import { followRequest } from "@plumbline/contracts/approvals/request-acts";
import { Button, IconButton } from "@plumbline/ui/button";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Bell, BellOff, Printer, Undo2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { failToast } from "#src/components/fail-toast.ts";
import { useApi } from "#src/shell/api.tsx";
import { requestQuery } from "../queries.ts";
import { useRequest } from "./request-context.tsx";

const ProduceAll = dynamic(() => import("../evidence/produce-all.tsx").then((module) => module.ProduceAll));
const WithdrawDialog = dynamic(() => import("./withdraw-dialog.tsx").then((module) => module.WithdrawDialog));

export function RequestActions() {
  const request = useRequest();
  const [isWithdrawing, setWithdrawing] = useState(false);
  return (
    <>
      <IconButton label="Print" onClick={() => window.print()}>
        <Printer className="icon" />
      </IconButton>
      <Follow />
      {request.me.mayWithdraw && (
        <Button onClick={() => setWithdrawing(true)}>
          <Undo2 className="icon-small" aria-hidden="true" />
          Withdraw
        </Button>
      )}
      {request.me.mayProduceEvidence && <ProduceAll />}
      {isWithdrawing && <WithdrawDialog onClose={() => setWithdrawing(false)} />}
    </>
  );
}

function Follow() {
  const { number, me } = useRequest();
  const api = useApi();
  const client = useQueryClient();
  const follow = useMutation({
    mutationFn: () => api.call(followRequest, { number, isFollowing: !me.isFollowing }),
    onSuccess: () => client.invalidateQueries({ queryKey: requestQuery(api, number).queryKey }),
    onError: (error) => failToast("Nothing was changed", error, () => follow.mutate()),
  });
  const Icon = me.isFollowing ? Bell : BellOff;
  return (
    <Button
      aria-pressed={me.isFollowing}
      title={me.isFollowing ? "You are told of what happens here. Press to be told no more." : "Be told of what happens here"}
      busy={follow.isPending}
      onClick={() => follow.mutate()}
    >
      <Icon className="icon-small" aria-hidden="true" />
      {me.isFollowing ? "Following" : "Follow"}
    </Button>
  );
}
