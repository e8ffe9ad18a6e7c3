import type { JobSpec } from "@plumbline/contracts/jobs/spec";
import { Document, isScalar, isSeq, visit } from "yaml";
import { shortSpec } from "./short-spec.ts";

/** A list of texts stands on one line as long as that is no longer. */
const longestLine = 100;

/** A spec in YAML, as people write it: short commands on one line, texts of many lines line by line. */
export function specYaml(spec: JobSpec): string {
  const document = new Document(shortSpec(spec));
  visit(document, {
    Pair: (_, pair) => {
      if (isSeq(pair.value) && isShort(pair.value.items)) pair.value.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, blockQuote: "literal", flowCollectionPadding: false });
}

function isShort(items: readonly unknown[]): boolean {
  const texts = items.map((item) => (isScalar(item) ? String(item.value) : undefined));
  if (texts.some((text) => text === undefined || text.includes("\n"))) return false;
  return texts.join(", ").length <= longestLine;
}
