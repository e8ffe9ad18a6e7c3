import { clsx } from "clsx";
import { CopyButton } from "./copy-button.tsx";
import { highlight, type Language, type TokenKind } from "./format/highlight.ts";

const colours: Record<TokenKind, string> = {
  plain: "",
  keyword: "text-accent",
  string: "text-code-string",
  number: "text-code-string",
  comment: "text-ink-3",
  secret: "rounded-[3px] bg-accent-soft px-0.5 -mx-0.5 text-accent",
};

export interface CodeBlockProps {
  code: string;
  language: Language;
  /** What it is, for assistive technology: "Training code". */
  label: string;
  /** A part of the code to set apart, such as a token shown once. */
  secret?: string | undefined;
  wrap?: boolean;
  /** The copy button without its word, where room is short. */
  isNarrow?: boolean;
  /** Off while a part of the code is still missing. */
  canCopy?: boolean;
  className?: string;
}

export function CodeBlock({ code, language, label, secret, wrap = false, isNarrow = false, canCopy = true, className }: CodeBlockProps) {
  return (
    <div className={clsx("relative min-w-0 rounded-md border bg-sunken", className)}>
      <section
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard
        tabIndex={0}
        className="overflow-x-auto rounded-md"
      >
        <pre
          className={clsx(
            "code py-2 pl-3 leading-[19px]",
            isNarrow ? "pr-9" : "pr-9 sm:pr-20",
            wrap ? "wrap-anywhere whitespace-pre-wrap" : "max-sm:wrap-anywhere max-sm:whitespace-pre-wrap",
          )}
        >
          {highlight(code, language, secret).map((token, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity but their place
            <span key={at} className={colours[token.kind]}>
              {token.text}
            </span>
          ))}
        </pre>
      </section>
      {canCopy && (
        <div className="absolute top-1 right-1">
          {isNarrow ? (
            <CopyButton text={code} label={`Copy ${label.toLowerCase()}`} />
          ) : (
            <CopyButton text={code}>
              <span className="max-sm:sr-only">Copy</span>
            </CopyButton>
          )}
        </div>
      )}
    </div>
  );
}
