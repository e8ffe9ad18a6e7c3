"use client";
import type { Token } from "@plumbline/contracts/access/token";
import { ButtonLink } from "@plumbline/ui/button";
import { CodeBlock } from "@plumbline/ui/code-block";
import { Panel } from "@plumbline/ui/panel";
import { Segments } from "@plumbline/ui/tabs";
import { useQuery } from "@tanstack/react-query";
import { Users, X } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useOrigin } from "#src/components/origin.ts";
import { tokensQuery } from "#src/domains/access/queries.ts";
import { BringPanel } from "#src/domains/imports/bring-panel.tsx";
import { useApi } from "#src/shell/api.tsx";
import { Page } from "#src/shell/page.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { recentRunsQuery } from "../queries.ts";
import { type Arrival, ArrivalStep } from "./arrival-step.tsx";
import { type Framework, frameworks, installCode, trainCode } from "./code.ts";
import { ConnectStep } from "./connect-step.tsx";
import { Step } from "./step.tsx";

const lookEveryMs = 10_000;

/** Four steps from nothing to a run on the screen; the last one watches for it. */
export function FirstRun({ isFirst, onSkip }: { isFirst: boolean; onSkip: () => void }) {
  const { workspace, can } = useViewer();
  const origin = useOrigin();
  const [since] = useState(() => Date.now());
  const [framework, setFramework] = useState<Framework>("scikit-learn");
  const [token, setToken] = useState<Token>();
  const arrival = useArrival(token, { since, isFirst });
  const tabs = (
    <Segments
      size="small"
      label="Framework"
      value={framework}
      onChange={setFramework}
      options={frameworks.map((value) => ({ value, label: value }))}
    />
  );
  return (
    <Page
      title="Home"
      heading={isFirst ? "Send your first run" : "Send a run"}
      size="display"
      lead={
        <>
          Your training script stays as it is: keep <span className="code">import mlflow</span>, change where it points.
        </>
      }
      actions={
        <>
          <button
            type="button"
            onClick={onSkip}
            className="inline-flex h-7 items-center gap-1.5 px-2 font-medium text-ink-2 hover:text-ink"
          >
            <X className="icon-small" aria-hidden="true" />
            {isFirst ? "Skip, show the empty Home" : "Back to Home"}
          </button>
          {can("member:manage") && (
            <ButtonLink>
              <Link href={`${paths.members(workspace)}?new=1`}>
                <Users className="icon-small" aria-hidden="true" />
                Add members
              </Link>
            </ButtonLink>
          )}
        </>
      }
    >
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_360px]">
        <ol className="min-w-0 rounded-lg border bg-surface">
          <Step
            number={1}
            title="Install the client"
            state={arrival.token ? "done" : "todo"}
            note={arrival.token ? "It called; nothing to do." : "The stock one, any 3.x."}
          >
            <CodeBlock label="Install the client" language="shell" code={installCode[framework]} />
          </Step>
          <ConnectStep origin={origin} used={arrival.token} onToken={setToken} />
          <Step number={3} title="Train as usual" state={arrival.run ? "done" : "todo"} controls={tabs}>
            <CodeBlock label="Training code" language="python" code={trainCode[framework]} />
          </Step>
          <ArrivalStep isFirst={isFirst} arrival={arrival} origin={origin} since={since} />
        </ol>
        <Aside />
      </div>
    </Page>
  );
}

/** Changes bring the run at once; the token's use is no change of the workspace, so it is asked for now and then. */
function useArrival(token: Token | undefined, { since, isFirst }: { since: number; isFirst: boolean }): Arrival {
  const api = useApi();
  const runs = useQuery(recentRunsQuery(api));
  // In a workspace that has runs already, only one begun while this page is open is the one waited for.
  const run = runs.data?.runs.find(({ startTime }) => isFirst || startTime > since);
  const isHere = run !== undefined;
  const tokens = useQuery({ ...tokensQuery(api, false), refetchInterval: isHere ? false : lookEveryMs });
  const seen = tokens.data?.items.find(
    ({ id, lastUsedAt }) => (token ? id === token.id : true) && lastUsedAt !== null && Date.parse(lastUsedAt) > since,
  );
  return {
    token: seen ? { client: seen.lastClient } : run && { client: null },
    experiment: runs.data?.experiments.find(({ experimentId }) =>
      run ? experimentId === run.experimentId : isFirst && experimentId !== "0",
    )?.name,
    run,
  };
}

function Aside() {
  const { workspace } = useViewer();
  return (
    <div className="grid gap-3">
      <BringPanel />
      <Panel title="No script at hand">
        <p className="mb-2 text-ink-2">
          From a checkout of Plumbline, this trains real models with the stock client, in a Python environment of its own:
        </p>
        <CodeBlock label="Demo command" language="shell" code="npm run -s plumb -- demo" />
      </Panel>
      <Panel title="What will be kept">
        <p className="text-ink-2">
          Params, metrics with every point, files and models, and the conditions of the run: code, packages, seed, data and hardware. What
          the client does not send is shown as not captured; nothing is made up.
        </p>
      </Panel>
      <Panel title="More ways in">
        <p className="text-ink-2">
          A token also works as the password of HTTP Basic, for clients that know only a name and a password. Service accounts keep tokens
          for machines: see{" "}
          <Link href={paths.tokens(workspace)} className="font-medium text-accent hover:underline">
            Tokens
          </Link>
          .
        </p>
      </Panel>
    </div>
  );
}
