"use client";
import { Check, Copy } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { Button, IconButton } from "./button.tsx";

const shownMs = 1600;

/** Copies a text; says so in place for a moment. Returns whether it was copied lately, and the act. */
export function useCopy(text: string): readonly [isCopied: boolean, copy: () => void] {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), shownMs);
    return () => clearTimeout(timer);
  }, [isCopied]);
  return [isCopied, () => void writeClipboard(text).then(setCopied)];
}

export function CopyButton(props: { text: string; label?: string; children?: ReactNode }) {
  const [isCopied, copy] = useCopy(props.text);
  const sign = isCopied ? <Check className="icon-small text-good" /> : <Copy className="icon-small" />;
  if (props.children === undefined) {
    return (
      <IconButton size="small" label={isCopied ? "Copied" : (props.label ?? "Copy")} onClick={copy}>
        {sign}
      </IconButton>
    );
  }
  return (
    <Button size="small" onClick={copy}>
      {sign}
      {isCopied ? "Copied" : props.children}
    </Button>
  );
}

/** The clipboard interface exists only on https and localhost; elsewhere the old selection command still works. */
function writeClipboard(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
  }
  const area = document.createElement("textarea");
  area.value = text;
  area.setAttribute("readonly", "");
  area.style.position = "fixed";
  area.style.opacity = "0";
  (document.querySelector('[role="dialog"]') ?? document.body).append(area);
  area.select();
  const isCopied = document.execCommand("copy");
  area.remove();
  return Promise.resolve(isCopied);
}
