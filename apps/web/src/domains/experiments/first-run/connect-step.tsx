"use client";
import { createToken, revokeToken, type Token } from "@plumbline/contracts/access/token";
import { Button } from "@plumbline/ui/button";
import { CodeBlock } from "@plumbline/ui/code-block";
import { Segments } from "@plumbline/ui/tabs";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { failToast } from "#src/components/fail-toast.ts";
import { useApi } from "#src/shell/api.tsx";
import { useViewer } from "#src/shell/viewer.tsx";
import { connectCode, type Shell, shells } from "./code.ts";
import { Step } from "./step.tsx";

const lifeDays = 30;

export interface ConnectStepProps {
  origin: string;
  /** The token of this step as the server sees it now, once it was used. */
  used: { client: string | null } | undefined;
  onToken: (token: Token | undefined) => void;
}

/** Makes a token for whoever looks, shows it once inside the code that uses it, and can take it back. */
export function ConnectStep({ origin, used, onToken }: ConnectStepProps) {
  const api = useApi();
  const { workspace } = useViewer();
  const client = useQueryClient();
  const [shell, setShell] = useState<Shell>("Terminal");
  const make = useMutation({
    mutationFn: () => api.call(createToken, { name: "First run", scopes: ["*"], expiresInDays: lifeDays }),
    onSuccess: ({ token }) => {
      onToken(token);
      return client.invalidateQueries({ queryKey: [workspace, "tokens"] });
    },
    onError: (error) => failToast("The token could not be made", error, () => make.mutate()),
  });
  const revoke = useMutation({
    mutationFn: (tokenId: string) => api.call(revokeToken, { tokenId }),
    onSuccess: () => {
      make.reset();
      onToken(undefined);
      return client.invalidateQueries({ queryKey: [workspace, "tokens"] });
    },
    onError: (error, tokenId) => failToast("The token could not be revoked", error, () => revoke.mutate(tokenId)),
  });
  const made = make.data;
  const { code, language } = connectCode(shell, origin, made?.secret ?? "…");
  const note = used ? `Token used${used.client ? ` by ${used.client}` : ""}` : undefined;
  const tabs = (
    <Segments size="small" label="Where" value={shell} onChange={setShell} options={shells.map((value) => ({ value, label: value }))} />
  );
  return (
    <Step number={2} title="Point it here" state={used ? "done" : made ? "todo" : "now"} note={note} controls={tabs}>
      <CodeBlock label="Address and token" code={code} language={language} secret={made?.secret} canCopy={made !== undefined} />
      {made ? (
        <p className="mt-1.5 flex flex-wrap items-center gap-x-1.5 text-ink-3 text-small">
          <KeyRound className="icon-small" aria-hidden="true" />
          Made for you, shown once. Logs and reads runs in {workspace}. Expires {day(made.token.expiresAt)}.
          <button
            type="button"
            className="ml-auto min-h-6 font-medium text-accent hover:underline"
            onClick={() => revoke.mutate(made.token.id)}
          >
            Revoke
          </button>
        </p>
      ) : (
        <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1">
          <Button tone="primary" busy={make.isPending} onClick={() => make.mutate()}>
            Create token
          </Button>
          <span className="text-ink-3 text-small">Yours, for {lifeDays} days, for this workspace. It is written into the code above.</span>
        </div>
      )}
    </Step>
  );
}

function day(instant: string | null): string {
  return instant === null
    ? "never"
    : new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" }).format(Date.parse(instant));
}
