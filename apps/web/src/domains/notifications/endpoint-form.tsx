"use client";
import { createEndpoint, updateEndpoint, type WebhookEndpoint } from "@plumbline/contracts/notifications";
import { Button } from "@plumbline/ui/button";
import { CodeBlock } from "@plumbline/ui/code-block";
import { Dialog } from "@plumbline/ui/dialog";
import { Field } from "@plumbline/ui/field";
import { Input, Textarea } from "@plumbline/ui/input";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { useApi } from "#src/shell/api.tsx";
import { fieldError } from "#src/shell/problem-text.ts";

interface Props {
  /** The one that is changed; a new one where left out. */
  endpoint: WebhookEndpoint | undefined;
  onClose: () => void;
}

/** Where events are sent, and which. A new endpoint's secret is shown once. */
export function EndpointForm({ endpoint, onClose }: Props) {
  const api = useApi();
  const client = useQueryClient();
  const [made, setMade] = useState<{ url: string; secret: string }>();
  const save = useMutation({
    mutationFn: async (form: FormData) => {
      const input = {
        url: String(form.get("url")),
        description: String(form.get("description")),
        events: String(form.get("events"))
          .split(/[\s,]+/)
          .filter(Boolean),
      };
      if (endpoint) {
        await api.call(updateEndpoint, { endpointId: endpoint.id, ...input });
        return;
      }
      return (await api.call(createEndpoint, input)).secret;
    },
    onSuccess: async (secret, form) => {
      await client.invalidateQueries({ queryKey: [api.workspace, "webhooks"] });
      if (secret) setMade({ url: String(form.get("url")), secret });
      else onClose();
    },
  });
  if (made) return <EndpointSecret {...made} onClose={onClose} />;
  return (
    <FormDialog
      title={endpoint ? "Edit the endpoint" : "New endpoint"}
      width="medium"
      action={endpoint ? "Save" : "Create endpoint"}
      isBusy={save.isPending}
      error={save.error}
      labels={{ url: "Address", events: "Events", description: "What it is for" }}
      onSubmit={(form) => save.mutate(form)}
      onClose={onClose}
    >
      <Field name="url" label="Address" error={fieldError(save.error, "url")} help="It gets each event as a POST of JSON.">
        {(control) => (
          <Input {...control} type="url" required maxLength={2000} defaultValue={endpoint?.url} placeholder="https://" autoComplete="off" />
        )}
      </Field>
      <Field
        name="events"
        label="Events"
        error={fieldError(save.error, "events")}
        help="Names such as approvals.request.approved, beginnings such as approvals.*, or * for every event; one to a line."
      >
        {(control) => (
          <Textarea
            {...control}
            required
            rows={3}
            className="code"
            spellCheck={false}
            defaultValue={endpoint?.events.join("\n") ?? "approvals.*"}
          />
        )}
      </Field>
      <Field name="description" label="What it is for" optional error={fieldError(save.error, "description")}>
        {(control) => <Input {...control} maxLength={500} defaultValue={endpoint?.description} autoComplete="off" />}
      </Field>
    </FormDialog>
  );
}

/** A signing secret, once. */
export function EndpointSecret({ url, secret, onClose }: { url: string; secret: string; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={onClose}
      width="medium"
      title="The signing secret"
      description={`What is sent to ${url} is signed with it. Copy it now: it is kept sealed and cannot be shown again.`}
      footer={
        <Button tone="primary" onClick={onClose}>
          I have copied it
        </Button>
      }
    >
      <CodeBlock label="Secret" language="text" code={secret} secret={secret} wrap />
    </Dialog>
  );
}
