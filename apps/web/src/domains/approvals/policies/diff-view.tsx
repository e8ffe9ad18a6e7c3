import { clsx } from "clsx";
import { type DiffLine, diffLines } from "#src/components/text-diff/line-diff.ts";
import { YamlLine } from "#src/components/yaml-editor/yaml-line.tsx";

const looks = {
  same: { row: "", sign: " ", word: undefined },
  added: { row: "bg-good-soft", sign: "+", word: "added" },
  removed: { row: "bg-bad-soft", sign: "−", word: "removed" },
};

export interface DiffViewProps {
  before: string;
  after: string;
  label: string;
}

/** Two texts in one: what was taken out, and what was put in. */
export function DiffView({ before, after, label }: DiffViewProps) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard
      tabIndex={0}
      className="relative overflow-x-auto -outline-offset-2"
    >
      <ol className="code w-max min-w-full py-1.5 leading-[19px]">
        {diffLines(before, after).map((line) => (
          <DiffRow key={`${line.before ?? ""}-${line.after ?? ""}`} line={line} />
        ))}
      </ol>
    </section>
  );
}

function DiffRow({ line }: { line: DiffLine }) {
  const { row, sign, word } = looks[line.kind];
  return (
    <li className={clsx("grid grid-cols-[38px_20px_minmax(0,1fr)] whitespace-pre", row)}>
      <span aria-hidden="true" className="select-none pr-2.5 text-right text-ink-3">
        {line.after ?? ""}
      </span>
      <span
        aria-hidden={word === undefined}
        className={clsx("select-none text-center", line.kind === "added" && "text-good", line.kind === "removed" && "text-bad")}
      >
        <span aria-hidden="true">{sign}</span>
        {word && <span className="sr-only">{word}: </span>}
      </span>
      <span className="pr-4">
        <YamlLine text={line.text} />
      </span>
    </li>
  );
}
