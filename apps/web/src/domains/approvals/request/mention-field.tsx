"use client";
import { Textarea } from "@plumbline/ui/input";
import { clsx } from "clsx";
import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from "react";
import { type Mentionable, mentionAt, offerMembers, putMention } from "./mentions.ts";

export interface MentionFieldProps {
  value: string;
  onChange: (text: string) => void;
  onFocus: () => void;
  members: readonly Mentionable[];
  label: string;
  placeholder: string;
  maxLength: number;
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** A text in which @ offers the members of the workspace. */
export function MentionField({ value, onChange, onFocus, members, label, placeholder, maxLength }: MentionFieldProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const [caret, setCaret] = useState(0);
  const [chosen, setChosen] = useState(0);
  const [isClosed, setClosed] = useState(false);
  const putAt = useRef<number>(undefined);
  // As soon as the name is in the text: whoever types on types after it.
  useLayoutEffect(() => {
    if (putAt.current === undefined) return;
    field.current?.setSelectionRange(putAt.current, putAt.current);
    putAt.current = undefined;
  });
  const mention = isClosed ? undefined : mentionAt(value, caret);
  const offered = mention ? offerMembers(members, mention.typed) : [];
  const at = Math.min(chosen, offered.length - 1);
  const take = (member: Mentionable | undefined) => {
    if (!(mention && member)) return;
    const put = putMention(value, mention, member);
    onChange(put.text);
    setCaret(put.caret);
    putAt.current = put.caret;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (offered.length === 0) return;
    const key = event.ctrlKey ? "" : event.key;
    const step = steps[key];
    if (step) setChosen((at + step + offered.length) % offered.length);
    else if (key === "Enter" || key === "Tab") take(offered[at]);
    else if (key === "Escape") setClosed(true);
    else return;
    event.preventDefault();
  };
  return (
    <div className="relative">
      <Textarea
        ref={field}
        aria-label={label}
        aria-autocomplete="list"
        aria-controls={offered.length > 0 ? id : undefined}
        aria-activedescendant={offered.length > 0 ? `${id}-${at}` : undefined}
        rows={value.includes("\n") || value.length > 60 ? 4 : 1}
        maxLength={maxLength}
        value={value}
        placeholder={placeholder}
        onFocus={onFocus}
        onKeyDown={onKeyDown}
        onBlur={() => setClosed(true)}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onChange={(event) => {
          setClosed(false);
          setChosen(0);
          setCaret(event.target.selectionStart);
          onChange(event.target.value);
        }}
      />
      {offered.length > 0 && <MemberList id={id} offered={offered} chosen={at} onTake={take} />}
    </div>
  );
}

interface ListProps {
  id: string;
  offered: readonly Mentionable[];
  chosen: number;
  onTake: (member: Mentionable) => void;
}

function MemberList({ id, offered, chosen, onTake }: ListProps) {
  return (
    <ul
      id={id}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: focus stays in the field, which names the chosen option
      role="listbox"
      aria-label="Members"
      className="absolute bottom-full left-0 z-30 mb-1 w-64 max-w-full rounded-lg border bg-surface p-1 shadow-float"
    >
      {offered.map((member, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field answers the keys
        // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the field
        <li
          key={member.userId}
          id={`${id}-${at}`}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the pattern of a list beside a field
          role="option"
          aria-selected={at === chosen}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onTake(member)}
          className={clsx("flex min-h-7 items-center truncate rounded-md px-2", at === chosen ? "bg-hover" : "hover:bg-hover")}
        >
          {member.name}
        </li>
      ))}
    </ul>
  );
}
