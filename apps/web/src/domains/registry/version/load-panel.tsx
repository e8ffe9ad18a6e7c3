"use client";
import { CodeBlock } from "@plumbline/ui/code-block";
import { Panel } from "@plumbline/ui/panel";
import { Segments } from "@plumbline/ui/tabs";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useOrigin } from "#src/components/origin.ts";
import { useApi } from "#src/shell/api.tsx";
import { signatureQuery } from "../queries.ts";
import { loadCode, type Way, ways } from "./load-code.ts";
import { useVersion } from "./version-context.tsx";

const options = ways.map((way) => ({ value: way, label: way }));

/** How to load the version. */
export function LoadPanel() {
  const version = useVersion();
  const signature = useQuery(signatureQuery(useApi(), version));
  const [way, setWay] = useState<Way>("Python");
  const { code, language } = loadCode(way, { version, inputs: signature.data?.signature?.inputs.length, origin: useOrigin() });
  return (
    <Panel title="Load" flush actions={<Segments label="By" size="small" value={way} onChange={setWay} options={options} />}>
      <CodeBlock
        label="Code that loads the version"
        language={language}
        code={code}
        isNarrow
        wrap
        className="rounded-none border-0 bg-transparent!"
      />
    </Panel>
  );
}
