"use client";
import { KeyValues } from "@plumbline/ui/key-values";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { useQuery } from "@tanstack/react-query";
import { FileDiff } from "lucide-react";
import { Loaded } from "#src/components/loaded.tsx";
import { diffLines, diffText } from "#src/components/text-diff/line-diff.ts";
import { useApi } from "#src/shell/api.tsx";
import { DiffView } from "../policies/diff-view.tsx";
import { policyQuery } from "../policies/queries.ts";
import { sourceBefore } from "./policy-before.ts";
import { useRequest } from "./request-context.tsx";
import { Section } from "./section.tsx";

/** What the change would write, for requests that move no version. */
export function PayloadSection() {
  const { payload, kind, subject } = useRequest();
  if (!payload) return null;
  if (kind === "policy") return <PolicyPayload name={subject.id} source={typeof payload.source === "string" ? payload.source : ""} />;
  return (
    <Section icon={FileDiff} title="What changes" brief={subject.id} isOpen>
      <KeyValues
        rows={Object.entries(payload).map(([name, value]) => [wordsOf(name), value === null ? "removed" : String(value)] as const)}
      />
    </Section>
  );
}

const words: Readonly<Record<string, string>> = { tier: "New tier", key: "Attribute", value: "New value" };
const wordsOf = (name: string): string => words[name] ?? name;

/** The text against the one that it replaces; an empty text takes the policy out of force. */
function PolicyPayload({ name, source }: { name: string; source: string }) {
  const request = useRequest();
  const query = useQuery({ ...policyQuery(useApi(), name, "workspace"), retry: false });
  const before = query.data ? sourceBefore(query.data.versions, request) : "";
  const title = source === "" ? `Takes ${name} out of force` : before === "" ? `New policy ${name}` : `Changes ${name}`;
  return (
    <Section
      icon={FileDiff}
      title={title}
      aside={diffText(diffLines(before, source))}
      brief={diffText(diffLines(before, source))}
      isOpen
      flush
    >
      {query.isPending ? (
        <Loaded query={query} what="The policy" skeleton={<SkeletonRows label="The policy is being read" columns={[220]} />}>
          {() => null}
        </Loaded>
      ) : (
        <DiffView before={before} after={source} label="Text of the policy, changed" />
      )}
    </Section>
  );
}
