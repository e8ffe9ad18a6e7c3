import { clsx } from "clsx";
import type { ReactNode } from "react";
import { CodeBlock } from "./code-block.tsx";
import type { Language } from "./format/highlight.ts";
import { type Block, type ListItem, parseMarkdown } from "./format/markdown.ts";
import type { Inline } from "./format/markdown-inline.ts";

/** Text that people wrote in Markdown. Nothing in it is HTML, and nothing in it loads anything. */
export function Markdown({ text, className }: { text: string; className?: string }) {
  return <div className={clsx("wrap-anywhere grid min-w-0 gap-2.5", className)}>{blocksOf(parseMarkdown(text))}</div>;
}

// Parts of a text have no identity but their place.
const each = <T,>(items: readonly T[], draw: (item: T, at: number) => ReactNode): ReactNode[] => items.map(draw);

const blocksOf = (blocks: readonly Block[]): ReactNode[] =>
  each(blocks, (block, at) => <BlockPart key={`${at} ${block.kind}`} block={block} />);

const headingLooks = ["text-title font-semibold", "text-heading font-semibold"] as const;
const languages: Record<string, Language> = {
  python: "python",
  py: "python",
  sh: "shell",
  bash: "shell",
  shell: "shell",
  json: "json",
  yaml: "yaml",
  yml: "yaml",
  env: "env",
};

function BlockPart({ block }: { block: Block }) {
  switch (block.kind) {
    case "heading":
      // Below the page's own headings, whatever the text calls it.
      return block.level === 1 ? (
        <h3 className={headingLooks[0]}>{inlinesOf(block.content)}</h3>
      ) : (
        <h4 className={block.level === 2 ? headingLooks[1] : "font-semibold"}>{inlinesOf(block.content)}</h4>
      );
    case "paragraph":
      return <p>{inlinesOf(block.content)}</p>;
    case "code":
      return <CodeBlock label="Code" language={languages[block.language] ?? "text"} code={block.text} />;
    case "quote":
      return <blockquote className="grid gap-2 border-line-strong border-l-2 pl-3 text-ink-2">{blocksOf(block.blocks)}</blockquote>;
    case "list":
      return <ListPart block={block} />;
    case "table":
      return <TablePart block={block} />;
    default:
      return <hr className="border-t" />;
  }
}

function ListPart({ block }: { block: Extract<Block, { kind: "list" }> }) {
  const items = each(block.items, (item, at) => <ItemPart key={`${at} item`} item={item} />);
  if (block.isOrdered) {
    return (
      <ol start={block.start} className="grid list-decimal gap-1 pl-5">
        {items}
      </ol>
    );
  }
  return (
    <ul className={clsx("grid gap-1 pl-5", block.items.some(({ isDone }) => isDone !== undefined) ? "list-none" : "list-disc")}>{items}</ul>
  );
}

function ItemPart({ item }: { item: ListItem }) {
  return (
    <li className="min-w-0">
      {item.isDone !== undefined && (
        <span className="float-left -ml-5">
          <span aria-hidden="true">{item.isDone ? "☑" : "☐"}</span>
          <span className="sr-only">{item.isDone ? "Done: " : "To do: "}</span>
        </span>
      )}
      <div className="grid gap-1">{blocksOf(item.blocks)}</div>
    </li>
  );
}

function TablePart({ block }: { block: Extract<Block, { kind: "table" }> }) {
  const align = (column: number) => (block.isEnd[column] ? "text-right tabular-nums" : "text-left");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard
    <section aria-label="Table" tabIndex={0} className="relative overflow-x-auto rounded-md border -outline-offset-2">
      <table className="w-full border-collapse">
        <thead>
          <tr className="text-ink-3 text-small">
            {each(block.head, (cell, column) => (
              <th key={`${column} head`} scope="col" className={clsx("border-b px-2.5 py-1 font-medium", align(column))}>
                {inlinesOf(cell)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="[&>tr:last-child>td]:border-0">
          {each(block.rows, (row, at) => (
            <tr key={`${at} row`}>
              {each(row, (cell, column) => (
                <td key={`${column} cell`} className={clsx("border-b px-2.5 py-1", align(column))}>
                  {inlinesOf(cell)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const inlinesOf = (pieces: readonly Inline[]): ReactNode[] =>
  each(pieces, (piece, at) => <InlinePart key={`${at} ${piece.kind}`} piece={piece} />);

function InlinePart({ piece }: { piece: Inline }) {
  switch (piece.kind) {
    case "text":
      return piece.text;
    case "code":
      return <code className="code rounded-sm bg-sunken px-1">{piece.text}</code>;
    case "break":
      return <br />;
    case "link":
      return <LinkPart href={piece.href}>{inlinesOf(piece.content)}</LinkPart>;
    case "strong":
      return <strong className="font-semibold">{inlinesOf(piece.content)}</strong>;
    case "emphasis":
      return <em>{inlinesOf(piece.content)}</em>;
    default:
      return <del>{inlinesOf(piece.content)}</del>;
  }
}

function LinkPart({ href, children }: { href: string; children: ReactNode }) {
  const isOutside = !/^[/#]/.test(href);
  return (
    <a href={href} className="text-accent underline" {...(isOutside ? { target: "_blank", rel: "noreferrer noopener nofollow" } : {})}>
      {children}
    </a>
  );
}
