"use client";
import { clsx } from "clsx";
import { type KeyboardEvent, type RefObject, useId } from "react";
import { nextIndent, offsetAt, type Place, placeAt } from "./caret.ts";
import { CompletionList } from "./completion-list.tsx";
import { type Complete, useCompletion } from "./use-completion.ts";
import { YamlLine } from "./yaml-line.tsx";

/** Something wrong at a place of the text. */
export interface TextProblem extends Place {
  severity: "error" | "warning";
  message: string;
}

export interface YamlEditorProps {
  /** What the text is: "Text of the policy". */
  label: string;
  field: RefObject<HTMLTextAreaElement | null>;
  value: string;
  onChange: (text: string) => void;
  caret: Place;
  onCaret: (place: Place) => void;
  onSubmit: () => void;
  problems: readonly TextProblem[];
  /** Lines that the text it is compared with does not have. */
  added?: ReadonlySet<number>;
  complete: Complete;
}

const noLines: ReadonlySet<number> = new Set();

const letters = "code whitespace-pre leading-[19px]";
const textMax = 65_536;

/** A text in YAML: numbered and coloured lines, and over them the field in which it is written, letter upon letter. */
export function YamlEditor({ label, field, value, onChange, caret, onCaret, onSubmit, problems, ...props }: YamlEditorProps) {
  const id = useId();
  const { added = noLines } = props;
  const completion = useCompletion(props.complete);
  const { offer } = completion;
  const here = problems.filter(({ line }) => line === caret.line);
  const type = (text: string, place: Place) => {
    onChange(text);
    onCaret(place);
    if (offer) completion.ask(text, place);
  };
  const take = (insert: string) => {
    if (!(offer && field.current)) return;
    const [from, to] = [offsetAt(value, { line: offer.line, column: offer.from }), field.current.selectionStart];
    field.current.setSelectionRange(from, to);
    write(insert);
    completion.close();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const at = event.currentTarget.selectionStart;
    const act = actOf(event, offer !== undefined, {
      complete: () => completion.ask(value, placeAt(value, at)),
      submit: onSubmit,
      step: completion.step,
      take: () => take(offer?.items[offer.chosen]?.insert ?? ""),
      close: completion.close,
      breakLine: () => write(`\n${nextIndent(value, at)}`),
    });
    if (!act) return;
    event.preventDefault();
    act();
  };
  return (
    <div className={clsx("relative grid grid-cols-[44px_minmax(0,1fr)] overflow-x-auto pt-1.5 pb-14", letters)}>
      <Gutter text={value} caretLine={caret.line} added={added} problems={problems} />
      <div className="relative w-max min-w-full">
        <Lines text={value} caretLine={caret.line} added={added} problems={problems} />
        <textarea
          ref={field}
          aria-label={label}
          aria-describedby={here.length > 0 ? `${id}-problem` : undefined}
          aria-invalid={problems.some(({ severity }) => severity === "error") || undefined}
          aria-autocomplete="list"
          aria-controls={offer ? `${id}-list` : undefined}
          aria-activedescendant={offer ? `${id}-list-${offer.chosen}` : undefined}
          value={value}
          maxLength={textMax}
          wrap="off"
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          onChange={(event) => type(event.target.value, placeAt(event.target.value, event.target.selectionStart))}
          onSelect={(event) => onCaret(placeAt(event.currentTarget.value, event.currentTarget.selectionStart))}
          onKeyDown={onKeyDown}
          onBlur={completion.close}
          className={clsx(
            "absolute inset-0 resize-none overflow-hidden bg-transparent pl-2 text-transparent caret-ink outline-none",
            letters,
          )}
        />
        {here.length > 0 && !offer && <ProblemStrip id={`${id}-problem`} problems={here} />}
        {offer && <CompletionList id={`${id}-list`} field={field} offer={offer} onTake={take} />}
      </div>
    </div>
  );
}

/** Writes at the caret as if typed, so that it can be undone by key. */
function write(text: string): void {
  document.execCommand("insertText", false, text);
}

interface Acts {
  complete: () => void;
  submit: () => void;
  step: (by: number) => void;
  take: () => void;
  close: () => void;
  breakLine: () => void;
}

/** Tab leaves the text, as it leaves any field, unless there is something to take. */
function actOf(event: KeyboardEvent, hasOffer: boolean, acts: Acts): (() => void) | undefined {
  const isCommand = event.ctrlKey || event.metaKey;
  if (isCommand && event.key === " ") return acts.complete;
  if (isCommand && event.key === "Enter") return acts.submit;
  if (isCommand || event.altKey) return undefined;
  if (!hasOffer) return event.key === "Enter" ? acts.breakLine : undefined;
  const offered: Partial<Record<string, () => void>> = {
    ArrowDown: () => acts.step(1),
    ArrowUp: () => acts.step(-1),
    Enter: acts.take,
    Tab: acts.take,
    Escape: acts.close,
  };
  return offered[event.key];
}

interface LinesProps {
  text: string;
  caretLine: number;
  added: ReadonlySet<number>;
  problems: readonly TextProblem[];
}

function Gutter({ text, caretLine, added, problems }: LinesProps) {
  return (
    <div aria-hidden="true" className="sticky left-0 z-10 select-none border-r bg-surface text-right">
      {text.split("\n").map((_, at) => {
        const line = at + 1;
        const isWrong = problems.some((problem) => problem.line === line && problem.severity === "error");
        return (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
            key={at}
            className={clsx(
              "flex justify-end gap-1 pr-1.5",
              added.has(line) && "bg-good-soft",
              line === caretLine && "shadow-[inset_2px_0_var(--accent)]",
              isWrong ? "text-bad" : "text-ink-3",
            )}
          >
            {line}
            <span className={clsx("w-2", isWrong ? "text-bad" : "text-good")}>{isWrong ? "!" : added.has(line) ? "+" : ""}</span>
          </div>
        );
      })}
    </div>
  );
}

function Lines({ text, caretLine, added, problems }: LinesProps) {
  return (
    <div aria-hidden="true" className="pointer-events-none">
      {text.split("\n").map((line, at) => {
        const number = at + 1;
        const problem = number === caretLine ? undefined : problems.find((item) => item.line === number);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
          <div key={at} className={clsx("h-[19px] pr-6 pl-2", added.has(number) && "bg-good-soft")}>
            <YamlLine text={line} />
            {problem && (
              <span className={clsx("ml-4 font-sans", problem.severity === "error" ? "text-bad" : "text-warn")}>{problem.message}</span>
            )}
          </div>
        );
      })}
    </div>
  );
}

/** Right under the line that is being written, where it is wrong. */
function ProblemStrip({ id, problems }: { id: string; problems: readonly TextProblem[] }) {
  const [first] = problems;
  if (!first) return null;
  return (
    <div
      id={id}
      role="status"
      className="pointer-events-none absolute left-2 z-10 max-w-[min(56ch,70vw)] whitespace-normal rounded-md border bg-surface px-2 py-1 font-sans shadow-float"
      style={{ top: `calc(${first.line} * 19px + 2px)`, marginLeft: `min(${first.column - 1}ch, 24ch)` }}
    >
      {problems.map((problem) => (
        <p key={`${problem.column} ${problem.message}`} className={problem.severity === "error" ? "text-bad" : "text-warn"}>
          <span aria-hidden="true">↑ </span>
          {problem.message}
        </p>
      ))}
    </div>
  );
}
