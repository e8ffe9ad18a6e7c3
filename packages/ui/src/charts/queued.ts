"use client";
import { useEffect, useState } from "react";

/** Work that many charts have at once is done one after another, so that the page answers in between. */
const waiting = new Set<() => void>();
let isTicking = false;

function next(): void {
  const [job] = waiting;
  isTicking = job !== undefined;
  if (!job) return;
  waiting.delete(job);
  // First, so that a job that throws does not stop the others.
  setTimeout(next);
  job();
}

function enqueue(job: () => void): () => void {
  waiting.add(job);
  if (!isTicking) {
    isTicking = true;
    setTimeout(next);
  }
  return () => void waiting.delete(job);
}

/** What a function makes, made in a task of its own; until then, what the one before made. A new function makes it anew. */
export function useQueued<Made>(make: () => Made): Made | undefined {
  const [made, setMade] = useState<{ value: Made }>();
  useEffect(() => enqueue(() => setMade({ value: make() })), [make]);
  return made?.value;
}
