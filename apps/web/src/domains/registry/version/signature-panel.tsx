"use client";
import type { ModelSignature } from "@plumbline/contracts/registry/version-content";
import { Button } from "@plumbline/ui/button";
import { Panel } from "@plumbline/ui/panel";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Loaded } from "#src/components/loaded.tsx";
import { useApi } from "#src/shell/api.tsx";
import { signatureQuery } from "../queries.ts";
import { SignatureFields } from "./signature-fields.tsx";
import { useVersion } from "./version-context.tsx";

const shown = 6;

/** What the model takes and gives, with an example, as its MLmodel file says. */
export function SignaturePanel() {
  const query = useQuery(signatureQuery(useApi(), useVersion()));
  const [isWhole, setWhole] = useState(false);
  const signature = query.data?.signature;
  const inputs = signature?.inputs ?? [];
  return (
    <Panel
      title="Signature"
      aside={signature && countText(signature)}
      flush
      actions={
        inputs.length > shown && (
          <Button size="small" tone="ghost" onClick={() => setWhole(!isWhole)}>
            {isWhole ? `Show ${shown}` : `Show all ${inputs.length}`}
          </Button>
        )
      }
    >
      <Loaded
        query={query}
        what="The signature"
        skeleton={<SkeletonRows label="The signature is being read" rows={4} columns={[160, 80, 70]} />}
      >
        {({ signature: found, note }) =>
          found ? (
            <SignatureFields signature={found} shown={isWhole ? found.inputs.length : shown} />
          ) : (
            <p className="px-3 py-2.5 text-ink-2">
              {note ?? "The MLmodel file has none."} log_model writes one where it is given an <span className="code">input_example</span>.
            </p>
          )
        }
      </Loaded>
    </Panel>
  );
}

function countText({ inputs, outputs }: ModelSignature): string {
  const count = (number: number, word: string) => `${number} ${word}${number === 1 ? "" : "s"}`;
  return `${count(inputs.length, "input")}, ${count(outputs.length, "output")}, from MLmodel`;
}
