import type { JobSpec } from "@plumbline/contracts/jobs/spec";
import { CodeBlock } from "@plumbline/ui/code-block";
import { specYaml } from "./spec-yaml.ts";

/** A spec to read and to copy. */
export function SpecCode({ spec }: { spec: JobSpec }) {
  return <CodeBlock label="Spec of the job" language="yaml" code={specYaml(spec)} />;
}
