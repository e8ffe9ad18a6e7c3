"use client";
import type { RefusedPlace } from "@plumbline/contracts/problem";
import type { Completion, FilterVocabulary } from "@plumbline/contracts/query/complete";
import type { QueryProblem } from "@plumbline/contracts/query/expression";
import { Kbd } from "@plumbline/ui/kbd";
import { clsx } from "clsx";
import { ListFilter, X } from "lucide-react";
import { type KeyboardEvent, useId } from "react";
import { useSearchKey } from "#src/components/search-key.ts";
import { useFilterEditor } from "./filter-editor.ts";
import { FilterField } from "./filter-field.tsx";
import { problemHint } from "./problem-hint.ts";

export interface FilterBarProps {
  /** The filter in force. */
  value: string;
  onApply: (filter: string) => void;
  vocabulary: FilterVocabulary;
  /** What the server said about the filter in force, where it refused it. */
  refusal: Refusal | undefined;
}

export interface Refusal {
  message: string;
  /** Where in the filter, if it is one word that is refused. */
  place: RefusedPlace | undefined;
}

/** The query language in one line: completion while typing, and what is wrong below the place where it is. */
export function FilterBar({ value, onApply, vocabulary, refusal }: FilterBarProps) {
  const field = useSearchKey("Runs", "Filter");
  const editor = useFilterEditor({ value, onApply, vocabulary, field, refused: refusal?.place });
  const id = useId();
  const { text, items, chosen, problem } = editor;
  const hasList = items.length > 0;
  return (
    <div className="min-w-0 flex-1">
      <div
        className={clsx(
          "relative flex h-[30px] items-center gap-2 rounded-md border bg-surface px-2.5 has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-accent",
          problem || refusal ? "border-bad" : "border-line-strong",
        )}
      >
        <ListFilter className="icon text-ink-3" aria-hidden="true" />
        <FilterField
          ref={field}
          pieces={editor.pieces}
          value={text}
          placeholder="Filter: metrics.auc.max > 0.84 and (params.lr = '0.03' or start_time > -7d)"
          role="combobox"
          aria-label="Filter runs"
          aria-expanded={hasList}
          aria-controls={hasList ? `${id}-list` : undefined}
          aria-activedescendant={chosen >= 0 ? `${id}-${chosen}` : undefined}
          aria-invalid={problem ? true : undefined}
          aria-describedby={problem || refusal ? `${id}-problem` : undefined}
          onChange={(event) => editor.change(event.target.value, event.target.selectionStart ?? event.target.value.length)}
          onSelect={(event) => editor.moveCaret(event.currentTarget.selectionStart ?? text.length)}
          onKeyDown={(event) => answerKey(event, editor)}
          onFocus={editor.want}
          onBlur={editor.close}
        />
        {text ? (
          <button
            type="button"
            aria-label="Clear the filter"
            onClick={editor.clear}
            className="grid size-6 place-items-center text-ink-3 hover:text-ink"
          >
            <X className="icon-small" />
          </button>
        ) : (
          <Kbd>/</Kbd>
        )}
        {hasList && <CompletionList id={id} items={items} chosen={chosen} onChoose={editor.accept} />}
      </div>
      <p id={`${id}-problem`} role="alert" className="empty:hidden">
        <Problem problem={problem} refusal={refusal} scrolled={field.current?.scrollLeft ?? 0} isInForce={text === value} />
      </p>
    </div>
  );
}

function answerKey(event: KeyboardEvent<HTMLInputElement>, editor: ReturnType<typeof useFilterEditor>): void {
  const item = editor.items[editor.chosen];
  const acts: Partial<Record<string, () => void>> = {
    ArrowDown: () => editor.step(1),
    ArrowUp: () => editor.step(-1),
    Enter: () => (item ? editor.accept(item) : editor.apply(editor.text)),
    ...(item ? { Tab: () => editor.accept(item) } : {}),
    // The list goes first, then the field gives the keys back to the table.
    Escape: () => (editor.items.length > 0 ? editor.close() : event.currentTarget.blur()),
  };
  const act = acts[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

interface ProblemProps {
  problem: QueryProblem | undefined;
  refusal: Refusal | undefined;
  scrolled: number;
  /** The filter on screen is the one that the server was asked. */
  isInForce: boolean;
}

/** Below its word, if it is one. */
function Problem({ problem, refusal, scrolled, isInForce }: ProblemProps) {
  if (problem) return <ProblemLine offset={problem.offset} scrolled={scrolled} text={problemHint(problem)} />;
  if (!refusal) return null;
  const { message, place } = refusal;
  if (!(place && isInForce)) return <span className="mt-1 block text-bad text-small">{message}</span>;
  return <ProblemLine offset={place.offset} scrolled={scrolled} text={message} />;
}

/** Where the letters begin inside the bar: border, padding, icon, gap. */
const lettersFrom = 34;
/** What one letter takes, with the spacing of code. */
const letter = "(1ch - 0.01em)";

function ProblemLine(props: { offset: number; scrolled: number; text: string }) {
  return (
    <span
      className="code mt-0.5 block truncate text-bad"
      style={{ paddingLeft: `max(0px, min(60%, ${lettersFrom}px + ${props.offset} * ${letter} - ${props.scrolled}px))` }}
    >
      <span aria-hidden="true">↑ </span>
      {props.text}
    </span>
  );
}

interface ListProps {
  id: string;
  items: readonly Completion[];
  chosen: number;
  onChoose: (item: Completion) => void;
}

const kindWords: Partial<Record<Completion["kind"], string>> = {
  metric: "metric",
  param: "param",
  tag: "tag",
  attribute: "run",
  dataset: "dataset",
  aggregate: "metric",
  artifact: "file",
  model: "model",
};

function CompletionList({ id, items, chosen, onChoose }: ListProps) {
  return (
    <ul
      id={`${id}-list`}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the pattern of a combobox; focus stays in its field
      role="listbox"
      aria-label="What may come here"
      className="absolute top-[34px] left-0 z-40 max-h-72 w-80 max-w-full overflow-y-auto rounded-lg border bg-surface p-1 shadow-float"
    >
      {items.map((item, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field answers the keys
        // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the field, which names the chosen option
        <li
          key={`${item.kind} ${item.insert}`}
          id={`${id}-${at}`}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the pattern of a combobox
          role="option"
          aria-selected={at === chosen}
          ref={(element) => {
            if (at === chosen) element?.scrollIntoView({ block: "nearest" });
          }}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onChoose(item)}
          className={clsx("flex min-h-7 items-center gap-2 rounded-md px-2", at === chosen ? "bg-hover" : "hover:bg-hover")}
        >
          <span className="code min-w-0 flex-1 truncate">{item.label}</span>
          <span className="text-ink-3 text-small">{kindWords[item.kind]}</span>
        </li>
      ))}
    </ul>
  );
}
