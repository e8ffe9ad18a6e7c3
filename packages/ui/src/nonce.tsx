"use client";
import { setNonce } from "get-nonce";
import type { ReactNode } from "react";

/** Lets the scroll lock of open dialogs add its style sheet under a strict content security policy. */
export function NonceProvider(props: { nonce: string | undefined; children: ReactNode }) {
  if (props.nonce && typeof window !== "undefined") setNonce(props.nonce);
  return props.children;
}
