import { clsx } from "clsx";
import type { CSSProperties, RefObject } from "react";
import type { Offer } from "./use-completion.ts";

interface Props {
  id: string;
  field: RefObject<HTMLElement | null>;
  offer: Offer;
  onTake: (insert: string) => void;
}

const lineHeight = 19;
const listHeight = 240;

/** Under the line, or above it where the window ends; in the window, since the text scrolls in a frame that would cut it. */
function placeOf(field: HTMLElement | null, { line, from }: Offer): CSSProperties {
  const { top, left } = field?.getBoundingClientRect() ?? { top: 0, left: 0 };
  const under = top + line * lineHeight + 3;
  const side = under + listHeight < window.innerHeight ? { top: under } : { bottom: window.innerHeight - under + lineHeight + 4 };
  return { ...side, left: `min(calc(${Math.max(8, left)}px + ${from - 1} * 1ch), calc(100vw - 328px))` };
}

/** Below the caret: what can stand there, and what it means. */
export function CompletionList({ id, field, offer, onTake }: Props) {
  return (
    <ul
      id={id}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: focus stays in the text, which names the chosen option
      role="listbox"
      aria-label="What may come here"
      className="fixed z-20 max-h-60 w-80 max-w-[80vw] overflow-y-auto rounded-lg border bg-surface p-1 shadow-float"
      style={placeOf(field.current, offer)}
    >
      {offer.items.map((item, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the text answers the keys
        // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the text
        <li
          key={item.label}
          id={`${id}-${at}`}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the pattern of a list beside a text
          role="option"
          aria-selected={at === offer.chosen}
          ref={(element) => {
            if (at === offer.chosen) element?.scrollIntoView({ block: "nearest" });
          }}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onTake(item.insert)}
          className={clsx("flex min-h-7 items-center gap-3 rounded-md px-2", at === offer.chosen ? "bg-hover" : "hover:bg-hover")}
        >
          <span className="flex-none">{item.label}</span>
          <span className="min-w-0 flex-1 truncate text-right font-sans text-ink-3 text-small">{item.detail}</span>
        </li>
      ))}
    </ul>
  );
}
