import type { JobSpec } from "@plumbline/contracts/jobs/spec";
import { Document, isScalar, isSeq, visit } from "yaml";
import { shortSpec } from "./short-spec.ts";

const lineWidth = 100;

/** A spec in YAML, as people write it: commands on one line where they fit, amounts without quotes. */
export function specYaml(spec: JobSpec): string {
  const document = new Document(shortSpec(spec));
  visit(document, {
    Pair: (_, pair) => {
      const isList = isSeq(pair.value) && pair.value.items.every((item) => isScalar(item) && !String(item.value).includes("\n"));
      if (isList && isSeq(pair.value)) pair.value.flow = true;
    },
  });
  return document.toString({ lineWidth, flowCollectionPadding: false });
}
