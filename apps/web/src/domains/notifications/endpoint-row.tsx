"use client";
import { deleteEndpoint, rotateSecret, testEndpoint, updateEndpoint, type WebhookEndpoint } from "@plumbline/contracts/notifications";
import { Button, IconButton } from "@plumbline/ui/button";
import { Menu, MenuItem, MenuSeparator } from "@plumbline/ui/menu";
import { Status } from "@plumbline/ui/status";
import { Time } from "@plumbline/ui/time";
import { toast } from "@plumbline/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ellipsis, KeyRound, Pause, Play, Send, SquarePen, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Confirm } from "#src/components/confirm.ts";
import { failToast } from "#src/components/fail-toast.ts";
import { Cell } from "#src/components/table.tsx";
import { useUrlState } from "#src/components/url-state.ts";
import { useApi } from "#src/shell/api.tsx";

const EndpointForm = dynamic(() => import("./endpoint-form.tsx").then((module) => module.EndpointForm));
const EndpointSecret = dynamic(() => import("./endpoint-form.tsx").then((module) => module.EndpointSecret));

export function EndpointRow({ endpoint }: { endpoint: WebhookEndpoint }) {
  const url = useUrlState();
  const events = endpoint.events.join(", ");
  const refresh = useRefresh();
  const api = useApi();
  const test = useMutation({
    mutationFn: () => api.call(testEndpoint, { endpointId: endpoint.id }),
    onSuccess: async () => {
      await refresh();
      toast({
        tone: "good",
        title: "The event webhook.test is on its way",
        action: { label: "See deliveries", onAct: () => url.set({ endpoint: endpoint.id }) },
      });
    },
    onError: (error) => failToast("Nothing was sent", error, () => test.mutate()),
  });
  return (
    <tr>
      <Cell className="max-w-80">
        <span className="block truncate font-medium" title={endpoint.url}>
          {endpoint.url}
        </span>
        {endpoint.description && <span className="block truncate text-ink-3 text-small">{endpoint.description}</span>}
      </Cell>
      <Cell className="max-w-64 truncate">
        <span className="code" title={events}>
          {events}
        </span>
      </Cell>
      <Cell>
        <Status shape={endpoint.isEnabled ? "good" : "stopped"}>{endpoint.isEnabled ? "Enabled" : "Paused"}</Status>
      </Cell>
      <Cell align="end">
        <Time at={Date.parse(endpoint.createdAt)} style="date" />
      </Cell>
      <Cell align="end">
        <span className="inline-flex gap-1.5">
          <Button size="small" busy={test.isPending} denied={endpoint.isEnabled ? undefined : "It is paused"} onClick={() => test.mutate()}>
            <Send className="icon-small" aria-hidden="true" />
            Test
          </Button>
          <EndpointMenu endpoint={endpoint} />
        </span>
      </Cell>
    </tr>
  );
}

function useRefresh() {
  const api = useApi();
  const client = useQueryClient();
  return () => Promise.all(["webhooks", "deliveries"].map((key) => client.invalidateQueries({ queryKey: [api.workspace, key] })));
}

type Asked = "edit" | "rotate" | "delete";

function EndpointMenu({ endpoint }: { endpoint: WebhookEndpoint }) {
  const api = useApi();
  const refresh = useRefresh();
  const [asks, setAsks] = useState<Asked>();
  const { id: endpointId, url, isEnabled } = endpoint;
  const toggle = useMutation({
    mutationFn: () => api.call(updateEndpoint, { endpointId, isEnabled: !isEnabled }),
    onSuccess: refresh,
    onError: (error) => failToast("Nothing was changed", error, () => toggle.mutate()),
  });
  const rotate = useMutation({
    mutationFn: () => api.call(rotateSecret, { endpointId }),
    onSuccess: refresh,
    onError: (error) => failToast("The secret stays as it is", error, () => rotate.mutate()),
    onSettled: () => setAsks(undefined),
  });
  const remove = useMutation({
    mutationFn: () => api.call(deleteEndpoint, { endpointId }),
    onSuccess: refresh,
    onError: (error) => failToast("The endpoint is still there", error, () => remove.mutate()),
    onSettled: () => setAsks(undefined),
  });
  const Toggle = isEnabled ? Pause : Play;
  const close = () => setAsks(undefined);
  return (
    <>
      <Menu
        trigger={
          <IconButton size="small" label={`More for ${url}`}>
            <Ellipsis className="icon" />
          </IconButton>
        }
      >
        <MenuItem onSelect={() => setAsks("edit")}>
          <SquarePen className="icon-small text-ink-3" />
          Edit
        </MenuItem>
        <MenuItem onSelect={() => toggle.mutate()}>
          <Toggle className="icon-small text-ink-3" />
          {isEnabled ? "Pause" : "Enable"}
        </MenuItem>
        <MenuItem onSelect={() => setAsks("rotate")}>
          <KeyRound className="icon-small text-ink-3" />
          New secret
        </MenuItem>
        <MenuSeparator />
        <MenuItem tone="danger" onSelect={() => setAsks("delete")}>
          <Trash2 className="icon-small" />
          Remove
        </MenuItem>
      </Menu>
      {asks === "edit" && <EndpointForm endpoint={endpoint} onClose={close} />}
      {asks === "rotate" && (
        <Confirm
          open
          onOpenChange={close}
          title="Make a new secret"
          description="It is shown once. For a day deliveries are signed by both, so that the other side can be changed in between."
          action="Make new secret"
          busy={rotate.isPending}
          onConfirm={() => rotate.mutate()}
        />
      )}
      {asks === "delete" && (
        <Confirm
          open
          onOpenChange={close}
          title="Remove this endpoint"
          description={`${url} gets nothing any more, and what waited for it is dropped with its deliveries.`}
          action="Remove endpoint"
          busy={remove.isPending}
          onConfirm={() => remove.mutate()}
        />
      )}
      {rotate.data && <EndpointSecret url={url} secret={rotate.data.secret} onClose={rotate.reset} />}
    </>
  );
}
