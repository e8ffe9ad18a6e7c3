"use client";
import { Button } from "@plumbline/ui/button";
import { countText } from "@plumbline/ui/format/number";
import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { dataWarning, differenceSentence } from "./difference-sentence.ts";
import type { Compared } from "./use-compared.ts";

/** What changed, in a sentence, with what makes the comparison doubtful beside it. */
export function CompareLead({ compared }: { compared: Compared }) {
  const { rows, names, kept: runs, baseline, lead, running, correlations, comparison, brushes, index } = compared;
  const warning = dataWarning({ rows, names, runs, baseline });
  const missing = comparison.missing.length;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <p>
        {differenceSentence({ rows, names, runs, baseline, lead, running, correlations }).map((piece, at) =>
          typeof piece === "string" ? (
            piece
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity but their place
            <strong key={at} className="font-semibold text-ink">
              {piece.strong}
            </strong>
          ),
        )}
      </p>
      {brushes.length > 0 && (
        <p className="flex flex-wrap items-center gap-2">
          <span>
            The brush of {brushes.map(({ column }) => index.get(column)?.label ?? column).join(", ")} keeps {countText(runs.length, "run")},
            the baseline among them.
          </span>
          <Button size="small" onClick={compared.clearBrushes}>
            Show all
          </Button>
        </p>
      )}
      {warning && <Warning>{warning}</Warning>}
      {missing > 0 && (
        <Warning>
          {countText(missing, "run")} of this address {missing === 1 ? "is" : "are"} not here any more
        </Warning>
      )}
    </div>
  );
}

function Warning({ children }: { children: ReactNode }) {
  return (
    <p className="flex items-center gap-1.5 text-warn">
      <TriangleAlert className="icon-small" aria-hidden="true" />
      {children}
    </p>
  );
}
