import type { KeyboardEvent } from "react";

/** Sends a form by Ctrl or Cmd and Enter, also from a field of many lines. */
export function submitByKey(event: KeyboardEvent<HTMLFormElement>): void {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  event.currentTarget.requestSubmit();
}
