"use client";
import { NonceProvider } from "@plumbline/ui/nonce";
import { QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { makeQueryClient } from "./query-client.ts";
import { ToasterHost } from "./toaster-host.tsx";

export function Providers(props: { nonce: string | undefined; children: ReactNode }) {
  const [client] = useState(makeQueryClient);
  return (
    <NonceProvider nonce={props.nonce}>
      <QueryClientProvider client={client}>
        {props.children}
        <ToasterHost />
      </QueryClientProvider>
    </NonceProvider>
  );
}
